package io.divan.guard;

import io.divan.guard.gate.Gate;
import io.divan.guard.window.InFlight;
import io.divan.guard.window.Window;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Something that must not be overrun. Look it up once and keep it.
 *
 * <pre>{@code
 * long entry = orders.enter();
 * try {
 *   …
 *   orders.exit(entry);
 * } catch (Exception e) {
 *   orders.fail(entry);
 *   throw e;
 * }
 * }</pre>
 *
 * <p>An entry is a number, belongs to no thread and must be given back exactly once, by whichever
 * thread the call ends on. A call that is let through allocates nothing.
 */
public final class Resource {
  /** What {@link #tryEnter} gives for a call that is not let through. */
  public static final long REFUSED = -1;

  private static final long SECOND = 1_000_000_000;
  private static final long MICROSECOND = 1_000;

  private final String name;
  private final Ticker ticker;
  private final InFlight inFlight = new InFlight();
  private final Window entered = Window.ofPairs(SECOND); // passed, refused
  private final Window ended = Window.ofPairs(SECOND); // all, failed
  private final Window took = Window.ofSums(SECOND); // microseconds
  private volatile InForce inForce = new InForce(List.of());

  /** The rules at work; replaced as a whole. */
  private static final class InForce {
    final Gate[] all;
    final Gate[] learning;
    final Refused[] refusals;

    InForce(Collection<Gate> gates) {
      all = gates.toArray(Gate[]::new);
      learning = gates.stream().filter(Gate::learns).toArray(Gate[]::new);
      refusals = gates.stream().map(gate -> new Refused(gate.rule())).toArray(Refused[]::new);
    }
  }

  Resource(String name, Ticker ticker) {
    this.name = name;
    this.ticker = ticker;
  }

  public String name() {
    return name;
  }

  void guardedBy(Collection<Gate> gates) {
    inForce = new InForce(gates);
  }

  InFlight inFlight() {
    return inFlight;
  }

  List<Gate> gates() {
    return List.of(inForce.all);
  }

  Window entered() {
    return entered;
  }

  /**
   * Begins a call, waiting for its turn where a rule says so.
   *
   * @return its entry, for {@link #exit}, {@link #fail} or {@link #abandon}
   * @throws Refused if a rule does not let it through
   */
  public long enter() {
    return enter(null, null);
  }

  /**
   * Begins a call of a caller.
   *
   * @see #enter()
   */
  public long enter(@Nullable String caller) {
    return enter(caller, null);
  }

  /**
   * Begins a call of a caller with arguments, for rules that look at single values.
   *
   * @see #enter()
   */
  public long enter(@Nullable String caller, Object @Nullable [] arguments) {
    InForce rules = inForce;
    long now = ticker.nanos();
    long said = ask(rules, now, caller, arguments, true);
    if (said < 0) {
      throw rules.refusals[(int) ~said];
    }
    long wait = said >> 1;
    if (wait == 0) {
      return now << 1 | said;
    }
    try {
      ticker.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it goes ahead now and finds the flag
    }
    return ticker.nanos() << 1 | (said & 1);
  }

  /** Begins a call if it need not wait; gives {@link #REFUSED} otherwise. */
  public long tryEnter() {
    return tryEnter(null, null);
  }

  /**
   * Begins a call if it need not wait.
   *
   * @return its entry, or {@link #REFUSED}
   */
  public long tryEnter(@Nullable String caller, Object @Nullable [] arguments) {
    long now = ticker.nanos();
    long said = ask(inForce, now, caller, arguments, false);
    return said < 0 ? REFUSED : now << 1 | said;
  }

  /**
   * @return the complement of the number of the gate that refuses; or how long to wait, shifted by
   *     a bit that says whether the call is a probe
   */
  private long ask(
      InForce rules,
      long now,
      @Nullable String caller,
      Object @Nullable [] arguments,
      boolean mayWait) {
    inFlight.begin();
    long wait = 0;
    long probe = 0;
    Gate[] gates = rules.all;
    for (int i = 0; i < gates.length; i++) {
      long said = gates[i].enter(now, caller, arguments);
      if (said == Gate.PASSED) {
        continue;
      }
      if (said == Gate.PROBE) {
        probe = 1;
      } else if (said == Gate.REFUSED || !mayWait) {
        return refuse(gates, said == Gate.REFUSED ? i : i + 1, i, now, caller, arguments);
      } else {
        wait = Math.max(wait, said);
      }
    }
    entered.add(now, Window.LEFT);
    return wait << 1 | probe;
  }

  private long refuse(
      Gate[] gates,
      int granted,
      int refusing,
      long now,
      @Nullable String caller,
      Object @Nullable [] arguments) {
    for (int i = granted - 1; i >= 0; i--) {
      gates[i].undo(now, caller, arguments);
    }
    inFlight.end();
    entered.add(now, Window.RIGHT);
    return ~(long) refusing;
  }

  /** A call has ended well. */
  public void exit(long entry) {
    end(entry, false);
  }

  /** A call has ended, and badly. */
  public void fail(long entry) {
    end(entry, true);
  }

  /** A call was not made after all: it says nothing of how calls end. */
  public void abandon(long entry) {
    requireEntry(entry);
    inFlight.end();
    if ((entry & 1) != 0) {
      long now = ticker.nanos();
      for (Gate gate : inForce.learning) {
        gate.abandon(now);
      }
    }
  }

  private static void requireEntry(long entry) {
    if (entry < 0) {
      throw new IllegalArgumentException("A call that was refused does not end.");
    }
  }

  private void end(long entry, boolean failed) {
    requireEntry(entry);
    long now = ticker.nanos();
    long nanos = now - (entry >> 1);
    inFlight.end();
    ended.add(now, failed ? Window.LEFT + Window.RIGHT : Window.LEFT);
    took.add(now, nanos / MICROSECOND);
    for (Gate gate : inForce.learning) {
      gate.exit(now, nanos, failed, (entry & 1) != 0);
    }
  }

  /**
   * Makes a call if it is let through; any exception is a failure.
   *
   * @throws Refused if a rule does not let it through
   * @throws Exception what the call throws
   */
  public <T> T call(Callable<T> call) throws Exception {
    long entry = enter();
    boolean failed = true;
    try {
      T result = call.call();
      failed = false;
      return result;
    } finally {
      end(entry, failed);
    }
  }

  public Statistics statistics() {
    long now = ticker.nanos();
    long all = ended.left(now);
    long micros = took.whole(now);
    return new Statistics(
        entered.left(now),
        entered.right(now),
        all,
        ended.right(now),
        Duration.ofNanos(all == 0 ? 0 : micros * MICROSECOND / all),
        (int) inFlight.count());
  }
}
