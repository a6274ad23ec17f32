package io.divan.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.kernel.failure.Failure;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  private static List<String> firings(String cron, String zone, String after, int most) {
    ZoneId where = ZoneId.of(zone);
    List<String> times = new ArrayList<>();
    Instant at = OffsetDateTime.parse(after).toInstant();
    Cron parsed = Cron.parse(cron);
    for (int i = 0; i < most; i++) {
      Optional<Instant> next = parsed.next(at, where);
      if (next.isEmpty()) {
        break;
      }
      at = next.get();
      times.add(at.atZone(where).toOffsetDateTime().toString());
    }
    return times;
  }

  @ParameterizedTest(name = "{0} after {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 0 0 29 2 ?            | 2096-03-01T00:00 | 2104-02-29T00:00 2108-02-29T00:00
          0 0 0 29 2 ?            | 2023-01-01T00:00 | 2024-02-29T00:00 2028-02-29T00:00
          0 0 12 31 * ?           | 2026-01-01T00:00 | 2026-01-31T12:00 2026-03-31T12:00 2026-05-31T12:00
          0 0 12 L * ?            | 2028-01-31T13:00 | 2028-02-29T12:00 2028-03-31T12:00 2028-04-30T12:00
          0 0 12 L-2 * ?          | 2027-02-01T00:00 | 2027-02-26T12:00 2027-03-29T12:00
          0 0 12 LW * ?           | 2026-01-01T00:00 | 2026-01-30T12:00 2026-02-27T12:00 2026-03-31T12:00
          0 0 12 1W * ?           | 2026-08-01T13:00 | 2026-08-03T12:00 2026-09-01T12:00
          0 0 12 15W * ?          | 2026-08-01T00:00 | 2026-08-14T12:00 2026-09-15T12:00
          0 0 12 31W * ?          | 2027-10-01T00:00 | 2027-10-29T12:00 2027-12-31T12:00
          0 15 10 ? * 6L          | 2026-01-01T00:00 | 2026-01-30T10:15 2026-02-27T10:15
          0 15 10 ? * FRIL        | 2026-01-31T00:00 | 2026-02-27T10:15
          0 15 10 ? * 6#3         | 2026-01-01T00:00 | 2026-01-16T10:15 2026-02-20T10:15
          0 15 10 ? * 2#5         | 2026-01-01T00:00 | 2026-03-30T10:15 2026-06-29T10:15
          0 15 10 ? * MON-FRI     | 2026-01-02T11:00 | 2026-01-05T10:15 2026-01-06T10:15
          0 15 10 ? * FRI-MON     | 2026-01-02T11:00 | 2026-01-03T10:15 2026-01-04T10:15 2026-01-05T10:15 2026-01-09T10:15
          0 0 0 1 NOV-FEB ?       | 2026-10-01T00:00 | 2026-11-01T00:00 2026-12-01T00:00 2027-01-01T00:00 2027-02-01T00:00 2027-11-01T00:00
          0 0 22-2 * * ?          | 2026-01-01T21:30 | 2026-01-01T22:00 2026-01-01T23:00 2026-01-02T00:00 2026-01-02T01:00 2026-01-02T02:00 2026-01-02T22:00
          5/20 0 0 1 1 ? 2030     | 2026-01-01T00:00 | 2030-01-01T00:00:05 2030-01-01T00:00:25 2030-01-01T00:00:45 none
          0 0 0 1 1 ? 2027/2      | 2026-01-01T00:00 | 2027-01-01T00:00 2029-01-01T00:00
          0 0 0 1 1 ? 2027-2028   | 2026-01-01T00:00 | 2027-01-01T00:00 2028-01-01T00:00 none
          0 0 0 30 2 ?            | 2026-01-01T00:00 | none
          59 59 23 31 12 ? 2199   | 2026-01-01T00:00 | 2199-12-31T23:59:59 none
          0/7 * * * * ?           | 2026-01-01T00:00:50 | 2026-01-01T00:00:56 2026-01-01T00:01
          0 0,30 8-9 * * ?        | 2026-01-01T08:30 | 2026-01-01T09:00 2026-01-01T09:30 2026-01-02T08:00
          """)
  void firesWhenItSays(String cron, String after, String expected) {
    List<String> wanted = List.of(expected.split(" "));
    Instant at = LocalDateTime.parse(after).toInstant(ZoneOffset.UTC);
    List<String> seen = new ArrayList<>();
    Cron parsed = Cron.parse(cron);
    for (int i = 0; i < wanted.size(); i++) {
      Optional<Instant> next = parsed.next(at, UTC);
      seen.add(next.map(each -> LocalDateTime.ofInstant(each, UTC).toString()).orElse("none"));
      if (next.isEmpty()) {
        break;
      }
      at = next.get();
    }
    assertThat(seen).isEqualTo(wanted);
  }

  /** What is written here is checked against the rules of the zones as the JDK has them. */
  @ParameterizedTest(name = "{1}, {0}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 30 2 * * ?   | Europe/Berlin    | 2026-03-28T12:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T02:30+02:00
          0 30 2 * * ?   | Europe/Berlin    | 2026-10-24T12:00+02:00 | 2026-10-25T02:30+02:00 2026-10-26T02:30+01:00
          0 0 * * * ?    | Europe/Berlin    | 2026-03-29T00:30+01:00 | 2026-03-29T01:00+01:00 2026-03-29T03:00+02:00 2026-03-29T04:00+02:00
          0 0 * * * ?    | Europe/Berlin    | 2026-10-25T01:30+02:00 | 2026-10-25T02:00+02:00 2026-10-25T02:00+01:00 2026-10-25T03:00+01:00
          0 0/30 * * * ? | Europe/Berlin    | 2026-10-25T02:15+02:00 | 2026-10-25T02:30+02:00 2026-10-25T02:00+01:00 2026-10-25T02:30+01:00 2026-10-25T03:00+01:00
          0 0 2,3 * * ?  | Europe/Berlin    | 2026-03-28T12:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T02:00+02:00
          0 30 1 * * ?   | America/New_York | 2026-10-31T12:00-04:00 | 2026-11-01T01:30-04:00 2026-11-02T01:30-05:00
          0 30 2 * * ?   | America/New_York | 2026-03-07T12:00-05:00 | 2026-03-08T03:00-04:00 2026-03-09T02:30-04:00
          0 15 * * * ?   | America/New_York | 2026-03-08T01:00-05:00 | 2026-03-08T01:15-05:00 2026-03-08T03:15-04:00
          0 0 2 * * ?    | Australia/Lord_Howe | 2026-10-03T12:00+10:30 | 2026-10-04T02:30+11:00 2026-10-05T02:00+11:00
          0 45 1 * * ?   | Australia/Lord_Howe | 2026-04-04T12:00+11:00 | 2026-04-05T01:45+11:00 2026-04-06T01:45+10:30
          0 45 * * * ?   | Australia/Lord_Howe | 2026-04-05T01:00+11:00 | 2026-04-05T01:45+11:00 2026-04-05T01:45+10:30 2026-04-05T02:45+10:30
          0 30 2 * * ?   | Asia/Shanghai    | 2026-03-28T12:00+08:00 | 2026-03-29T02:30+08:00 2026-03-30T02:30+08:00
          """)
  void keepsItsRuleWhenClocksChange(String cron, String zone, String after, String expected) {
    List<String> wanted = List.of(expected.split(" "));
    assertThat(firings(cron, zone, after, wanted.size())).isEqualTo(wanted);
  }

  @Test
  void certainHoursFireOnceOnEachDayOfAYearWithBothChanges() {
    for (String zone : List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")) {
      for (int hour = 0; hour < 24; hour++) {
        List<String> year = firings("0 30 " + hour + " * * ? 2026", zone, "2025-12-30T00:00Z", 400);
        assertThat(year).as(zone + " " + hour).hasSize(365);
        assertThat(year.stream().map(each -> each.substring(0, 10)).distinct()).hasSize(365);
      }
    }
  }

  @Test
  void everyHourFiresInEveryHourThatPasses() {
    for (String zone : List.of("Europe/Berlin", "America/New_York", "Asia/Shanghai")) {
      assertThat(firings("0 30 * * * ? 2026", zone, "2025-12-30T00:00Z", 9_000)).hasSize(365 * 24);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          * * * * *            | 5 fields
          ''                   | 0 fields
          60 * * * * ?         | second 60 is not from 0 to 59
          0 0 24 * * ?         | hour 24
          0 0 0 0 * ?          | day of month 0
          0 0 0 1 13 ?         | month 13
          0 0 0 ? * 8          | day of week 8
          0 0 0 1 * MON        | days of the month and of the week
          0 0 0 1 1 ? 1969     | year 1969
          0 0 0 1 1 ? 2030-2028 | end before they begin
          0/0 * * * * ?        | step of 0
          0/61 * * * * ?       | step of 61
          1-2-3 * * * * ?      | no range
          1,,2 * * * * ?       | no second
          x * * * * ?          | "x" is no second
          0 0 0 ? * 2#6        | no month has a 6th
          0 0 0 L-31 * ?       | days before its last
          -1 * * * * ?         | "" is no second
          """)
  void saysWhatIsWrong(String cron, String why) {
    assertThatThrownBy(() -> Cron.parse(cron))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 30 2 * * ?        | at 02:30, every day
          0 0 9,17 ? * MON-FRI | at 09:00 and 17:00, on Monday to Friday
          * * * * * ?         | every second
          0 * * * * ?         | every minute
          0 0 * * * ?         | every hour
          0/10 * * * * ?      | every 10 seconds
          0 0/15 8-18 * * ?   | every 15 minutes during hour 8 to 18, every day
          0 0 0 L * ?         | at 00:00, on the last day of the month
          0 0 0 LW 3 ?        | at 00:00, on the working day nearest to the last day of the month in March
          0 15 10 ? * 6#3     | at 10:15, on the third Friday of the month
          5 0 0 1 1 ? 2030    | at 00:00:05, on day 1 in January of 2030
          """)
  void canBeReadOut(String cron, String words) {
    assertThat(Cron.parse(cron).words()).isEqualTo(words);
  }
}
