package io.divan.kernel.fake;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.Command;
import io.divan.kernel.machine.Effect;
import io.divan.kernel.machine.EffectId;
import io.divan.kernel.machine.EffectRunner;
import io.divan.kernel.machine.Entry;
import io.divan.kernel.machine.Machine;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Owed;
import io.divan.kernel.machine.Replica;
import io.divan.kernel.machine.SectionReader;
import io.divan.kernel.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A log of one machine that applies at once, on the caller's thread, in memory.
 *
 * <p>Every command and result goes through the machine's codec, and {@link #restart} through its
 * snapshot or its whole log, so what a codec loses is lost here too.
 */
public final class LocalReplica<C extends Command<?>, M extends Machine<C>> implements Replica<M> {
  private final ReentrantLock lock = new ReentrantLock(); // guards every field below
  private final Supplier<M> empty;
  private final Clock clock;
  private final List<Logged> entries = new ArrayList<>();
  private M machine;
  private @Nullable M behind; // what is read while this member has yet to hear of the rest
  private @Nullable EffectRunner runner;
  private long term;
  private @Nullable Failure refusing;

  private record Logged(long index, Instant time, Origin origin, byte[] command) {}

  /**
   * @param empty makes the machine in its first state
   */
  public LocalReplica(Supplier<M> empty, Clock clock) {
    this.empty = empty;
    this.clock = clock;
    this.machine = empty.get();
  }

  /** Begins to lead at once. */
  @Override
  public void effects(EffectRunner newRunner) {
    lock.lock();
    try {
      runner = newRunner;
      newRunner.lead(++term, machine.owed());
    } finally {
      lock.unlock();
    }
  }

  /** Answers every later proposal with a failure, or with none again. */
  public void refuse(@Nullable Failure failure) {
    refusing = failure;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R> CompletableFuture<R> submit(Origin origin, Command<R> command) {
    lock.lock();
    try {
      if (refusing != null) {
        return CompletableFuture.failedFuture(refusing);
      }
      behind = null;
      byte[] bytes = machine.codec().encode(machine.commands().cast(command));
      var entry = new Logged(entries.size() + 1L, clock.now(), origin, bytes);
      entries.add(entry);
      Object result = apply(machine, entry, runner);
      return CompletableFuture.completedFuture(
          (R) machine.codec().decodeResult(machine.codec().encodeResult(result)));
    } catch (Failure refusal) {
      return CompletableFuture.failedFuture(refusal);
    } finally {
      lock.unlock();
    }
  }

  private static <C extends Command<?>> Object apply(
      Machine<C> machine, Logged logged, @Nullable EffectRunner runner) {
    var entry = new ReplayedEntry(logged);
    C command = machine.codec().decode(logged.command());
    machine.check(entry, command);
    Object result = machine.apply(entry, command);
    if (runner != null) {
      entry.owed.forEach(runner::run);
    }
    return result;
  }

  /** Forgets the machine and rebuilds it from its whole log; stops leading. */
  public void replay() {
    lock.lock();
    try {
      stopLeading();
      machine = rebuilt(entries);
    } finally {
      lock.unlock();
    }
  }

  private M rebuilt(List<Logged> from) {
    M fresh = empty.get();
    for (Logged entry : from) {
      try {
        Object result = apply(fresh, entry, null);
        fresh.codec().encodeResult(result);
      } catch (Failure refusal) {
        // refused then and refused again: part of the replay
      }
    }
    return fresh;
  }

  /** Reads do not see so many of the last entries, until this member catches up. */
  public void fallBehind(int entriesUnheard) {
    lock.lock();
    try {
      behind = rebuilt(entries.subList(0, entries.size() - entriesUnheard));
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the machine and rebuilds it from a snapshot of itself; stops leading. */
  public void restart() {
    lock.lock();
    try {
      stopLeading();
      Capture capture = machine.capture();
      var records = new ArrayDeque<byte[]>();
      capture.writeTo(records::add);
      M fresh = empty.get();
      fresh.restore(new Section(capture.version(), records));
      machine = fresh;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private void stopLeading() {
    if (runner != null) {
      runner.follow();
      runner = null;
    }
  }

  @Override
  public <T> T read(Function<? super M, T> question) {
    lock.lock();
    try {
      return question.apply(behind == null ? machine : behind);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompletableFuture<Void> caughtUp() {
    lock.lock();
    try {
      behind = null;
    } finally {
      lock.unlock();
    }
    return CompletableFuture.completedFuture(null);
  }

  /** How many entries have been logged. */
  public int entries() {
    return read(ignored -> entries.size());
  }

  private record Section(int version, ArrayDeque<byte[]> records) implements SectionReader {
    @Override
    public byte @Nullable [] next() {
      return records.poll();
    }
  }

  private static final class ReplayedEntry implements Entry {
    private final Logged logged;
    private final List<Owed> owed = new ArrayList<>();

    ReplayedEntry(Logged logged) {
      this.logged = logged;
    }

    @Override
    public long index() {
      return logged.index();
    }

    @Override
    public Instant now() {
      return logged.time();
    }

    @Override
    public Origin origin() {
      return logged.origin();
    }

    @Override
    public EffectId owe(Effect effect) {
      var id = new EffectId(logged.index(), owed.size());
      owed.add(new Owed(id, effect));
      return id;
    }
  }
}
