package io.divan.kernel.fake;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
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
import io.divan.kernel.time.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Members of a log of one machine, on a simulated clock and network: changes take their time to the
 * leader and back, members hear of them at different times, leaders die with changes on their way,
 * and one that is cut off believes for a while that it still leads. Everything follows from a seed
 * and happens on the thread that moves the clock.
 */
public final class SimulatedGroup<C extends Command<?>, M extends Machine<C>> {
  private static final Duration PROPOSAL_LIMIT = Duration.ofSeconds(5);
  private static final Duration TRY_AGAIN = Duration.ofMillis(100);
  private static final Duration ELECTION = Duration.ofSeconds(1);

  private final Supplier<M> empty;
  private final ManualClock clock;
  private final Random random;
  private final Fault fault;
  private final List<Logged> log = new ArrayList<>(); // what is committed
  private final Set<Long> logged = new HashSet<>(); // the requests in it
  private final List<Member> members = new ArrayList<>();
  private @Nullable Member leader;
  private long term;
  private long requests;

  /** What a log may do wrong, so that those who check can be checked. */
  public enum Fault {
    NONE,
    /** What only the leader has heard of is answered, and dies with it. */
    ANSWERS_TOO_EARLY,
    /** A member says that it has caught up when it has not. */
    READS_STALE_STATE
  }

  private record Logged(long index, Instant time, Origin origin, byte[] command, long request) {}

  private record Request(long id, Origin origin, byte[] command, Instant deadline) {}

  /**
   * @param empty makes the machine in its first state
   */
  public SimulatedGroup(
      int size, Supplier<M> empty, ManualClock clock, Random random, Fault fault) {
    this.fault = fault;
    this.empty = empty;
    this.clock = clock;
    this.random = random;
    IntStream.range(0, size).forEach(number -> members.add(new Member(number)));
  }

  public Member member(int number) {
    return members.get(number);
  }

  /** The one that leads, if anybody does. */
  public @Nullable Member leader() {
    return leader;
  }

  /** Chooses a first leader; once effects have been named. */
  public void start() {
    elect();
  }

  private Duration delay(int most) {
    return Duration.ofMillis(1L + random.nextInt(most));
  }

  private void elect() {
    List<Member> able = members.stream().filter(Member::isReachable).toList();
    if (able.size() * 2 <= members.size()) {
      clock.after(ELECTION, this::elect);
      return;
    }
    term++;
    Member next = able.get(random.nextInt(able.size()));
    leader = next;
    next.applyAll();
    next.lead(term);
  }

  /** What is written to a snapshot by somebody who has heard of everything. */
  public List<byte[]> state(Member of) {
    of.applyAll();
    return of.captured();
  }

  /** One of them. */
  public final class Member implements Replica<M> {
    private final int number;
    private final Map<Long, CompletableFuture<Object>> waiting = new HashMap<>();
    private M machine = empty.get();
    private @Nullable EffectRunner runner;
    private int applied;
    private long life; // which of its processes
    private boolean alive = true;
    private boolean cutOff;
    private boolean leading;

    Member(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }

    public boolean isAlive() {
      return alive;
    }

    private boolean isReachable() {
      return alive && !cutOff;
    }

    /** A clock whose tasks end with the process. */
    public Clock clockOfProcess() {
      long now = life;
      return new Clock() {
        @Override
        public Instant now() {
          return clock.now();
        }

        @Override
        public long nanos() {
          return clock.nanos();
        }

        @Override
        public Wakeup after(Duration delay, Runnable task) {
          return clock.after(delay, () -> whileAlive(now, task));
        }

        @Override
        public Wakeup every(Duration period, Runnable task) {
          return clock.every(period, () -> whileAlive(now, task));
        }
      };
    }

    private void whileAlive(long process, Runnable task) {
      if (alive && life == process) {
        task.run();
      }
    }

    @Override
    public void effects(EffectRunner named) {
      runner = named;
    }

    private void lead(long inTerm) {
      leading = true;
      if (runner != null) {
        runner.lead(inTerm, machine.owed());
      }
    }

    private void follow() {
      if (leading && runner != null) {
        runner.follow();
      }
      leading = false;
    }

    /** The process is gone, and with it all that it has not told anybody. */
    public void kill() {
      follow();
      alive = false;
      life++;
      waiting.clear();
      runner = null;
      if (leader == this) {
        leader = null;
        clock.after(delay(1_500), SimulatedGroup.this::elect);
        if (fault == Fault.ANSWERS_TOO_EARLY) {
          forgetWhatNobodyElseHas();
        }
      }
    }

    private void forgetWhatNobodyElseHas() {
      int heard =
          members.stream()
              .filter(each -> each != this)
              .mapToInt(each -> each.applied)
              .max()
              .orElse(0);
      while (log.size() > heard) {
        logged.remove(log.removeLast().request());
      }
    }

    /** A new process, from a snapshot of some of the log and the rest behind it. */
    public void restart() {
      machine = empty.get();
      applied = 0;
      int snapshot = log.isEmpty() ? 0 : random.nextInt(log.size());
      while (applied < snapshot) {
        applyNext();
      }
      M restored = empty.get();
      restored.restore(new Section(1, new ArrayDeque<>(captured())));
      machine = restored;
      alive = true;
      cutOff = false;
    }

    /** To be called once the new process has named its effects. */
    public void catchUp() {
      hearLater();
    }

    /** It hears nobody, and nobody hears it; if it leads it believes so for a while. */
    public void cutOff() {
      cutOff = true;
      if (leader == this) {
        leader = null;
        long process = life;
        clock.after(ELECTION.plus(delay(1_000)), () -> whileAlive(process, this::followIfCutOff));
        clock.after(ELECTION.plus(delay(1_000)), SimulatedGroup.this::elect);
      }
    }

    private void followIfCutOff() {
      if (leader != this) {
        follow();
      }
    }

    public void heal() {
      cutOff = false;
      if (leader != this) {
        follow();
      }
      hearLater();
    }

    private List<byte[]> captured() {
      var records = new ArrayList<byte[]>();
      Capture capture = machine.capture();
      try {
        capture.writeTo(records::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return records;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> CompletableFuture<R> submit(Origin origin, Command<R> command) {
      var result = new CompletableFuture<Object>();
      if (alive) {
        byte[] bytes = machine.codec().encode(machine.commands().cast(command));
        var request = new Request(requests++, origin, bytes, clock.now().plus(PROPOSAL_LIMIT));
        waiting.put(request.id(), result);
        long process = life;
        clock.after(delay(20), () -> arrive(process, request));
      }
      return (CompletableFuture<R>) result;
    }

    private void arrive(long process, Request request) {
      if (logged.contains(request.id())) {
        return; // it is on its way back
      }
      boolean isHeard = alive && life == process && !cutOff && leader != null;
      if (isHeard) {
        long now = term;
        clock.after(delay(30), () -> commit(process, request, now));
      } else if (clock.now().isBefore(request.deadline())) {
        clock.after(TRY_AGAIN, () -> arrive(process, request));
      } else {
        fail(request, Kind.UNAVAILABLE);
      }
    }

    private void commit(long process, Request request, long inTerm) {
      boolean isStillLed = term == inTerm && leader != null;
      boolean survives = isStillLed || random.nextBoolean();
      if (logged.contains(request.id())) {
        return;
      }
      if (!survives) {
        arrive(process, request); // it died with the leader, and is brought to the next one
        return;
      }
      logged.add(request.id());
      log.add(
          new Logged(
              log.size() + 1L, clock.now(), request.origin(), request.command(), request.id()));
      members.forEach(Member::hearLater);
      clock.after(PROPOSAL_LIMIT, () -> fail(request, Kind.UNKNOWN));
    }

    private void fail(Request request, Kind kind) {
      CompletableFuture<Object> unanswered = waiting.remove(request.id());
      if (unanswered != null) {
        unanswered.completeExceptionally(Failure.of(kind, "simulated", "Not answered in time."));
      }
    }

    private void hearLater() {
      long process = life;
      Duration lag = leader == this ? delay(5) : delay(random.nextInt(10) == 0 ? 1_000 : 50);
      clock.after(lag, () -> whileAlive(process, this::hear));
    }

    private void hear() {
      if (!cutOff) {
        applyAll();
      }
    }

    private void applyAll() {
      while (applied < log.size()) {
        applyNext();
      }
    }

    private void applyNext() {
      Logged next = log.get(applied++);
      var entry = new LoggedEntry(next);
      C command = machine.codec().decode(next.command());
      CompletableFuture<Object> asked = waiting.remove(next.request());
      Object result;
      try {
        machine.check(entry, command);
        result = machine.apply(entry, command);
      } catch (Failure refusal) {
        if (asked != null) {
          asked.completeExceptionally(refusal);
        }
        return;
      }
      if (leading && runner != null) {
        entry.owed.forEach(runner::run);
      }
      if (asked != null) {
        asked.complete(machine.codec().decodeResult(machine.codec().encodeResult(result)));
      }
    }

    @Override
    public <T> T read(Function<? super M, T> question) {
      return question.apply(machine);
    }

    @Override
    public CompletableFuture<Void> caughtUp() {
      var done = new CompletableFuture<Void>();
      long process = life;
      catchUp(process, done, clock.now().plus(PROPOSAL_LIMIT));
      return done;
    }

    private void catchUp(long process, CompletableFuture<Void> done, Instant deadline) {
      if (!alive || life != process) {
        return;
      }
      if (fault == Fault.READS_STALE_STATE) {
        done.complete(null);
      } else if (!cutOff && leader != null) {
        applyAll();
        done.complete(null);
      } else if (clock.now().isBefore(deadline)) {
        clock.after(TRY_AGAIN, () -> catchUp(process, done, deadline));
      } else {
        done.completeExceptionally(Failure.of(Kind.UNAVAILABLE, "simulated", "Nobody leads."));
      }
    }
  }

  private record Section(int version, ArrayDeque<byte[]> records) implements SectionReader {
    @Override
    public byte @Nullable [] next() {
      return records.poll();
    }
  }

  private static final class LoggedEntry implements Entry {
    private final Logged entry;
    private final List<Owed> owed = new ArrayList<>();

    LoggedEntry(Logged entry) {
      this.entry = entry;
    }

    @Override
    public long index() {
      return entry.index();
    }

    @Override
    public Instant now() {
      return entry.time();
    }

    @Override
    public Origin origin() {
      return entry.origin();
    }

    @Override
    public EffectId owe(Effect effect) {
      var id = new EffectId(entry.index(), owed.size());
      owed.add(new Owed(id, effect));
      return id;
    }
  }
}
