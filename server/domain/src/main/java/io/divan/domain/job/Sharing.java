package io.divan.domain.job;

import io.divan.domain.schedule.Timetable;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets equal parts of many jobs be one: a million jobs have few schedules, executors and handlers,
 * and reading a schedule takes longer than finding it.
 */
final class Sharing {
  private static final int MOST = 50_000; // of each kind; what comes later is not shared

  private final Map<When, Scheduled> schedules = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();

  private record Scheduled(When when, Timetable timetable) {}

  Timetable timetable(When when) {
    return scheduled(when).timetable();
  }

  private Scheduled scheduled(When when) {
    Scheduled known = schedules.get(when);
    if (known == null) {
      known = new Scheduled(when, when.timetable());
      if (schedules.size() < MOST) {
        schedules.put(when, known);
      }
    }
    return known;
  }

  JobSpec shared(JobSpec spec) {
    return new JobSpec(
        spec.name(),
        text(spec.executor()),
        scheduled(spec.when()).when(),
        text(spec.handler()),
        spec.parameters(),
        spec.route(),
        spec.block(),
        spec.misfire(),
        spec.timeout(),
        spec.retries(),
        spec.retryDelay(),
        spec.children(),
        text(spec.author()),
        spec.limits(),
        spec.graph(),
        spec.script());
  }

  private String text(String text) {
    String known = texts.get(text);
    if (known == null && texts.size() < MOST) {
      texts.put(text, text);
    }
    return known == null ? text : known;
  }

  void clear() {
    schedules.clear();
    texts.clear();
  }
}
