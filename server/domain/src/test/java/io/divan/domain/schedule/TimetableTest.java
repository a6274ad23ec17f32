package io.divan.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.domain.schedule.Schedule.Form;
import io.divan.kernel.failure.Failure;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void aRateIsCountedFromThePlannedTimeHoweverLateItIsAsked() {
    Schedule rate = Schedule.parse(Form.FIXED_RATE, "30", "");
    assertThat(rate.next(NOON, NOON)).hasValue(NOON.plusSeconds(30));
    assertThat(rate.next(NOON, NOON.plusMillis(95_500))).hasValue(NOON.plusSeconds(120));
    assertThat(rate.next(NOON, NOON.minusSeconds(5))).hasValue(NOON.plusSeconds(30));
  }

  @Test
  void oneMomentComesOnce() {
    Schedule once = Schedule.parse(Form.ONCE, "2026-01-01T12:00:01Z", "");
    assertThat(once.next(NOON, NOON)).hasValue(NOON.plusSeconds(1));
    assertThat(once.next(NOON, NOON.plusSeconds(1))).isEmpty();
  }

  @Test
  void daysOffAreSkippedInTheScheduleSOwnZone() {
    Schedule early = Schedule.parse(Form.CRON, "0 30 0 * * ?", "Asia/Tokyo");
    var off =
        new OffDays(
            Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), Set.of(LocalDate.parse("2026-01-05")));
    var table = new Timetable(early, Instant.MIN, Instant.MAX, off);
    assertThat(table.upcoming(NOON, NOON, 2))
        .containsExactly(
            Instant.parse("2026-01-01T15:30:00Z"), Instant.parse("2026-01-05T15:30:00Z"));
  }

  @Test
  void nothingHappensBeforeTheFirstDateOrAfterTheLast() {
    Schedule daily = Schedule.parse(Form.CRON, "0 0 12 * * ?", "UTC");
    var table =
        new Timetable(
            daily, NOON.plusSeconds(86_400), NOON.plusSeconds(3 * 86_400), OffDays.none());
    assertThat(table.upcoming(NOON, NOON.minusSeconds(9), 10))
        .containsExactly(
            NOON.plusSeconds(86_400), NOON.plusSeconds(2 * 86_400), NOON.plusSeconds(3 * 86_400));
  }

  @Test
  void aCalendarThatLeavesNoDayIsRefused() {
    assertThatThrownBy(() -> new OffDays(Set.of(DayOfWeek.values()), Set.of()))
        .isInstanceOf(Failure.class);
  }

  @Test
  void whatIsNoScheduleIsRefusedWithTheReason() {
    assertThatThrownBy(() -> Schedule.parse(Form.CRON, "0 0 0 * * ?", "Mars/Olympus"))
        .hasMessageContaining("no time zone");
    assertThatThrownBy(() -> Schedule.parse(Form.FIXED_RATE, "0", ""))
        .hasMessageContaining("1 second");
    assertThatThrownBy(() -> Schedule.parse(Form.FIXED_RATE, "PT0.5S", ""))
        .isInstanceOf(Failure.class);
    assertThatThrownBy(() -> Schedule.parse(Form.ONCE, "tomorrow", "")).isInstanceOf(Failure.class);
    assertThatThrownBy(() -> Schedule.parse(Form.EVENT, "a b", "")).isInstanceOf(Failure.class);
  }

  @Test
  void schedulesCanBeReadOut() {
    assertThat(Schedule.parse(Form.FIXED_RATE, "90", "").words()).isEqualTo("every 90 seconds");
    assertThat(Schedule.parse(Form.FIXED_DELAY, "PT1H", "").words())
        .isEqualTo("1 hour after each end");
    assertThat(Schedule.parse(Form.CRON, "0 30 2 * * ?", "Europe/Berlin").words())
        .isEqualTo("at 02:30, every day (Europe/Berlin)");
  }
}
