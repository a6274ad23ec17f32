package io.divan.domain.job.split;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The chunks of one firing. What a chunk is split into counts from the moment that the chunk is
 * done, so one that is begun twice, because whoever ran it died, is split once. The deepest are
 * given out first, which keeps few waiting.
 */
public final class Split {
  private static final int MOST_LEVELS = 1_000;

  private final Terms terms;
  private final TreeMap<Integer, ArrayDeque<Chunk>> waiting =
      new TreeMap<>(Comparator.reverseOrder());
  private final TreeSet<Chunk> later =
      new TreeSet<>(Comparator.comparing(Chunk::notBefore).thenComparingLong(Chunk::number));
  private final Map<Long, Taken> taken = new LinkedHashMap<>();
  private final Map<Long, List<List<String>>> parts = new HashMap<>(); // by who split them off
  private final List<Level> levels = new ArrayList<>();
  private boolean isRootDone;
  private boolean paused;
  private long made;
  private long again;
  private String complaint = "";

  /**
   * What does not change.
   *
   * @param firing whose work it is
   * @param retries how often a chunk that failed is tried again
   * @param retryDelay before the first retry; doubled for each further one
   */
  public record Terms(
      long firing, long job, String executor, String handler, int retries, Duration retryDelay) {}

  /** A chunk that an executor has. */
  public record Taken(Chunk chunk, String address) {}

  /** How many chunks a level has, and how far they are. */
  public record Level(long made, long done, long failed) {
    static final Level NEW = new Level(0, 0, 0);
  }

  /** Counts that come with it when it is read back. */
  public record Counts(boolean isRootDone, boolean paused, long again, String complaint) {}

  public Split(Terms terms) {
    this.terms = terms;
  }

  public Terms terms() {
    return terms;
  }

  public Counts counts() {
    return new Counts(isRootDone, paused, again, complaint);
  }

  public List<Level> levels() {
    return Collections.unmodifiableList(levels);
  }

  public void pause(boolean now) {
    paused = now;
  }

  /**
   * Whoever runs the firing, or one of its chunks, splits something off. The same part twice is
   * one.
   *
   * @param holder the log id of the firing or of the chunk
   * @param part its number, from 0
   * @throws Failure CONFLICT if a part before it is missing
   */
  public void splitOff(long holder, int part, List<String> data) {
    List<List<String>> known = parts.computeIfAbsent(holder, any -> new ArrayList<>());
    if (part > known.size()) {
      throw Failure.of(
          Kind.CONFLICT,
          "job.part-missing",
          "Part " + known.size() + " of what " + holder + " is split into was not reported.");
    }
    int level = level(holder) + 1;
    if (level > MOST_LEVELS) {
      throw Failure.of(
          Kind.USER, "job.too-deep", "Work is split in at most " + MOST_LEVELS + " levels.");
    }
    if (part == known.size()) {
      known.add(List.copyOf(data));
    }
  }

  private int level(long holder) {
    Taken chunk = taken.get(holder);
    return chunk == null ? 0 : chunk.chunk().level();
  }

  /** The firing itself is done; its chunks may be taken. */
  public void rootDone() {
    isRootDone = true;
    release(terms.firing(), 0);
  }

  private void release(long holder, int level) {
    List<List<String>> split = parts.remove(holder);
    if (split == null) {
      return;
    }
    for (List<String> part : split) {
      for (String data : part) {
        count(level + 1, 1, 0, 0);
        queue(level + 1).addLast(new Chunk(++made, level + 1, 0, Instant.EPOCH, data));
      }
    }
  }

  private ArrayDeque<Chunk> queue(int level) {
    return waiting.computeIfAbsent(level, any -> new ArrayDeque<>());
  }

  private void count(int level, long made, long done, long failed) {
    while (levels.size() < level) {
      levels.add(Level.NEW);
    }
    Level before = levels.get(level - 1);
    levels.set(
        level - 1, new Level(before.made() + made, before.done() + done, before.failed() + failed));
  }

  /** Whether a chunk can be taken. */
  public boolean hasWaiting(Instant now) {
    boolean isDue = !later.isEmpty() && !later.first().notBefore().isAfter(now);
    return !paused && (isDue || !waiting.isEmpty());
  }

  /** Gives a chunk to an executor, under a log id of its own. */
  public Optional<Chunk> take(long id, String address, Instant now) {
    if (paused) {
      return Optional.empty();
    }
    while (!later.isEmpty() && !later.first().notBefore().isAfter(now)) {
      Chunk due = later.removeFirst();
      queue(due.level()).addLast(due);
    }
    Map.Entry<Integer, ArrayDeque<Chunk>> deepest = waiting.firstEntry();
    if (deepest == null) {
      return Optional.empty();
    }
    Chunk chunk = deepest.getValue().removeFirst();
    if (deepest.getValue().isEmpty()) {
      waiting.remove(deepest.getKey());
    }
    taken.put(id, new Taken(chunk, address));
    return Optional.of(chunk);
  }

  /** A chunk that somebody has. */
  public Chunk chunk(long id) {
    return Objects.requireNonNull(taken.get(id)).chunk();
  }

  public Map<Long, Taken> taken() {
    return Collections.unmodifiableMap(taken);
  }

  /** An executor says how a chunk ended. */
  public void ended(long id, boolean success, String message, Instant now) {
    Taken done = taken.remove(id);
    if (done == null) {
      return;
    }
    Chunk chunk = done.chunk();
    if (success) {
      count(chunk.level(), 0, 1, 0);
      release(id, chunk.level());
      return;
    }
    parts.remove(id);
    int attempt = chunk.attempt() + 1;
    if (attempt > terms.retries()) {
      count(chunk.level(), 0, 0, 1);
      complaint = complaint.isEmpty() ? message : complaint;
    } else {
      again++;
      Duration pause = terms.retryDelay().multipliedBy(1L << Math.min(attempt - 1, 10));
      later.add(new Chunk(chunk.number(), chunk.level(), attempt, now.plus(pause), chunk.data()));
    }
  }

  /** Whoever had a chunk has it no more; somebody else may take it. */
  public void lost(long id) {
    Taken gone = taken.remove(id);
    parts.remove(id);
    if (gone != null) {
      again++;
      queue(gone.chunk().level()).addFirst(gone.chunk());
    }
  }

  /** How many chunks are not done. */
  public long open() {
    return levels.stream().mapToLong(level -> level.made() - level.done() - level.failed()).sum();
  }

  /** Whether nothing is left to be done. */
  public boolean isOver() {
    return isRootDone && waiting.isEmpty() && later.isEmpty() && taken.isEmpty();
  }

  /** Nothing more of it is to be done; what is under way is not waited for. */
  public void giveUp() {
    waiting.clear();
    later.clear();
    taken.clear();
    parts.clear();
    isRootDone = true;
  }

  /** Whether the firing itself is done, and only its chunks are not. */
  public boolean isRootDone() {
    return isRootDone;
  }

  public boolean hasFailed() {
    return levels.stream().anyMatch(level -> level.failed() > 0);
  }

  /** In words, for people. */
  public String summary() {
    long done = levels.stream().mapToLong(Level::done).sum();
    long failed = levels.stream().mapToLong(Level::failed).sum();
    return done
        + " of "
        + made
        + " chunks done in "
        + levels.size()
        + (levels.size() == 1 ? " level" : " levels")
        + (failed > 0 ? ", " + failed + " failed: " + complaint : "")
        + (again > 0 ? ", " + again + " given out again" : "");
  }

  /** Shows the chunks that may be taken, in the order in which they are kept. */
  public void forEachWaiting(Consumer<Chunk> visitor) {
    waiting.values().forEach(queue -> queue.forEach(visitor));
  }

  /** Shows the chunks that have failed and are tried again later. */
  public void forEachLater(Consumer<Chunk> visitor) {
    later.forEach(visitor);
  }

  /** Shows what has been split off by whoever is not done. */
  public void forEachPart(BiConsumer<Long, List<String>> visitor) {
    parts.forEach((holder, all) -> all.forEach(part -> visitor.accept(holder, part)));
  }

  /** Puts back what was written: the counts. */
  public void restore(Counts counts, List<Level> writtenLevels) {
    isRootDone = counts.isRootDone();
    paused = counts.paused();
    again = counts.again();
    complaint = counts.complaint();
    levels.addAll(writtenLevels);
    made = levels.stream().mapToLong(Level::made).sum();
  }

  /** Puts back what was written: a chunk that may be taken. */
  public void restoreWaiting(Chunk chunk) {
    queue(chunk.level()).addLast(chunk);
  }

  /** Puts back what was written: a chunk for later. */
  public void restoreLater(Chunk chunk) {
    later.add(chunk);
  }

  /** Puts back what was written: a chunk that somebody has. */
  public void restoreTaken(long id, Taken chunk) {
    taken.put(id, chunk);
  }

  /** Puts back what was written: what somebody has split off. */
  public void restorePart(long holder, List<String> data) {
    parts.computeIfAbsent(holder, any -> new ArrayList<>()).add(data);
  }

  /** For a snapshot, which is written while this goes on. */
  public Split copy() {
    var copy = new Split(terms);
    copy.restore(counts(), levels);
    forEachWaiting(copy::restoreWaiting);
    forEachLater(copy::restoreLater);
    copy.taken.putAll(taken);
    forEachPart(copy::restorePart);
    return copy;
  }
}
