package io.divan.boot.job;

import java.util.ArrayList;
import java.util.List;

/** Gathers what a firing or a chunk is split into, and tells the server in large parts. */
final class Splitting {
  private static final int PART = 500;

  private final SchedulerApi scheduler;
  private final long holder;
  private final List<String> gathered = new ArrayList<>();
  private int part;

  /**
   * @param holder the log id of what is split
   */
  Splitting(SchedulerApi scheduler, long holder) {
    this.scheduler = scheduler;
    this.holder = holder;
  }

  synchronized void add(List<String> chunks) {
    for (String chunk : chunks) {
      gathered.add(chunk);
      if (gathered.size() == PART) {
        flush();
      }
    }
  }

  /** To be called before the firing or chunk is reported as done. */
  synchronized void flush() {
    if (!gathered.isEmpty()) {
      scheduler.splitOff(holder, part++, List.copyOf(gathered));
      gathered.clear();
    }
  }
}
