package io.divan.guard.gate;

import io.divan.guard.rule.Breaker;

/** Hears of breakers that open and close, on the thread of the call that moved them. */
public interface BreakerListener {
  void changed(Breaker breaker, Breaker.State now);
}
