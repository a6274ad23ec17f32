package io.divan.guard.gate;

import io.divan.guard.rule.Breaker;
import io.divan.guard.rule.Breaker.ErrorCount;
import io.divan.guard.rule.Breaker.ErrorRatio;
import io.divan.guard.rule.Breaker.SlowRatio;
import io.divan.guard.rule.Breaker.State;
import io.divan.guard.window.Window;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker. Only a call that ends badly can open it, so only then the window is summed.
 */
public final class BreakerGate extends Gate {
  private static final long CLOSED = 0;

  private final Breaker rule;
  private final long slowerThan; // nanoseconds; or none is slow
  private final long openFor;
  private final Window window;
  // CLOSED; open until then; or, negated, half open and until when the probe is waited for
  private final AtomicLong state = new AtomicLong(CLOSED);
  private final BreakerListener listener;

  BreakerGate(Breaker rule, BreakerListener listener) {
    super(rule);
    this.rule = rule;
    this.slowerThan =
        rule.trip() instanceof SlowRatio slow ? slow.slowerThan().toNanos() : Long.MAX_VALUE;
    this.openFor = rule.openFor().toNanos();
    this.window = Window.ofPairs(rule.window().toNanos());
    this.listener = listener;
  }

  public State state() {
    long word = state.get();
    return word == CLOSED ? State.CLOSED : word > 0 ? State.OPEN : State.HALF_OPEN;
  }

  @Override
  public long enter(long now, @Nullable String caller, Object @Nullable [] arguments) {
    long word = state.get();
    if (word == CLOSED) {
      return PASSED;
    }
    boolean mayProbe = now >= Math.abs(word); // of a probe that has not come back another is sent
    if (mayProbe && state.compareAndSet(word, -(now + openFor))) {
      if (word > 0) {
        listener.changed(rule, State.HALF_OPEN);
      }
      return PROBE;
    }
    return REFUSED;
  }

  @Override
  public void undo(long now, @Nullable String caller, Object @Nullable [] arguments) {
    if (state.compareAndSet(-(now + openFor), now)) {
      listener.changed(rule, State.OPEN);
    }
  }

  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public void exit(long now, long took, boolean failed, boolean probe) {
    boolean bad = rule.trip() instanceof SlowRatio ? took > slowerThan : failed;
    long word = state.get();
    if (probe && word < 0) {
      decide(now, word, bad);
      return;
    }
    window.add(now, bad ? Window.LEFT + Window.RIGHT : Window.LEFT);
    if (bad && word == CLOSED && trips(now)) {
      move(CLOSED, now + openFor, State.OPEN);
    }
  }

  @Override
  public void abandon(long now) {
    long word = state.get();
    if (word < 0) {
      move(word, now, State.OPEN); // the next call may probe at once
    }
  }

  private void decide(long now, long word, boolean bad) {
    if (bad) {
      move(word, now + openFor, State.OPEN);
    } else {
      window.clear();
      move(word, CLOSED, State.CLOSED);
    }
  }

  private void move(long from, long to, State named) {
    if (state.compareAndSet(from, to)) {
      listener.changed(rule, named);
    }
  }

  private boolean trips(long now) {
    long calls = window.left(now);
    long bad = window.right(now);
    if (calls < rule.leastCalls()) {
      return false;
    }
    if (rule.trip() instanceof ErrorCount trip) {
      return bad > trip.count();
    }
    double most =
        rule.trip() instanceof SlowRatio trip ? trip.ratio() : ((ErrorRatio) rule.trip()).ratio();
    double share = (double) bad / calls;
    return share > most || (most == 1 && share == 1); // a share never exceeds 1
  }
}
