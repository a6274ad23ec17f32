package io.divan.domain.job;

import io.divan.domain.schedule.Schedule;
import io.divan.domain.schedule.Timetable;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as it stands.
 *
 * @param on whether time fires it
 * @param changed when somebody changed it last
 * @param planned up to when planned firings have been logged
 * @param ended when a firing of it ended last, or it was switched on
 * @param active its firings that are not done
 */
public record Job(
    long id,
    JobSpec spec,
    Timetable timetable,
    boolean on,
    Instant changed,
    Instant planned,
    Instant ended,
    int active,
    long succeeded,
    long failed) {

  static Job of(long id, JobSpec spec, Timetable timetable, boolean on, Instant now) {
    return new Job(id, spec, timetable, on, now, now, now, 0, 0, 0);
  }

  /** The planned time that comes next; nothing if only something else fires it. */
  public Optional<Instant> next() {
    if (!on || (isAfterItsEnd() && active > 0)) {
      return Optional.empty();
    }
    return isAfterItsEnd() ? timetable.next(ended, ended) : timetable.next(planned, planned);
  }

  /** Whether its next time depends on when it ended last. */
  boolean isAfterItsEnd() {
    return timetable.schedule() instanceof Schedule.FixedDelay;
  }

  /** Counts its periods from now, so that nothing of the time before is fired. */
  Job changedTo(JobSpec changedSpec, Timetable changedTimetable, Instant now) {
    return new Job(id, changedSpec, changedTimetable, on, now, now, now, active, succeeded, failed);
  }

  Job switched(boolean nowOn, Instant now) {
    return new Job(id, spec, timetable, nowOn, now, now, now, active, succeeded, failed);
  }

  Job plannedUpTo(Instant time) {
    return new Job(id, spec, timetable, on, changed, time, ended, active, succeeded, failed);
  }

  Job begun(int firings) {
    return new Job(
        id, spec, timetable, on, changed, planned, ended, active + firings, succeeded, failed);
  }

  Job ended(boolean success, Instant now) {
    return new Job(
        id,
        spec,
        timetable,
        on,
        changed,
        planned,
        now,
        Math.max(0, active - 1),
        succeeded + (success ? 1 : 0),
        failed + (success ? 0 : 1));
  }
}
