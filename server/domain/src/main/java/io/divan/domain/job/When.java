package io.divan.domain.job;

import io.divan.domain.schedule.OffDays;
import io.divan.domain.schedule.Schedule;
import io.divan.domain.schedule.Schedule.Form;
import io.divan.domain.schedule.Timetable;
import io.divan.kernel.failure.Failure;
import java.time.Instant;
import java.util.Optional;

/**
 * When a job is fired, as somebody wrote it.
 *
 * @param value what the form needs, see {@link Schedule#parse}
 * @param zone of a cron
 * @param from nothing happens before
 * @param until nothing happens after
 */
public record When(
    Form form,
    String value,
    String zone,
    Optional<Instant> from,
    Optional<Instant> until,
    OffDays off) {

  public static When of(Form form, String value, String zone) {
    return new When(form, value, zone, Optional.empty(), Optional.empty(), OffDays.none());
  }

  /**
   * @throws Failure USER if it cannot be used
   */
  public Timetable timetable() {
    return new Timetable(
        Schedule.parse(form, value, zone),
        from.orElse(Instant.MIN),
        until.orElse(Instant.MAX),
        off);
  }
}
