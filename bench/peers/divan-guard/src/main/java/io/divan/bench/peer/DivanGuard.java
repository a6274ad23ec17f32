package io.divan.bench.peer;

import io.divan.bench.guard.Guarded;
import io.divan.guard.Guard;
import io.divan.guard.Resource;
import io.divan.guard.rule.Breaker;
import io.divan.guard.rule.RateLimit;
import java.time.Duration;
import java.util.List;

/** Ours. */
public final class DivanGuard implements Guarded {
  private static final String OPEN = "open";
  private static final String LIMITED = "limited";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Resource open;
  private final Resource limited;

  public DivanGuard() {
    Guard guard = new Guard();
    guard.rules(
        List.of(
            RateLimit.of(OPEN, 16_000_000),
            new Breaker(OPEN, new Breaker.SlowRatio(SECOND, 0.5), SECOND, 5, SECOND),
            new Breaker(OPEN, new Breaker.ErrorRatio(0.5), SECOND, 5, SECOND),
            RateLimit.of(LIMITED, LIMIT)));
    open = guard.resource(OPEN);
    limited = guard.resource(LIMITED);
  }

  @Override
  public void enterAndExit() {
    open.exit(open.enter());
  }

  @Override
  public boolean isLimited() {
    long entry = limited.tryEnter();
    if (entry == Resource.REFUSED) {
      return false;
    }
    limited.exit(entry);
    return true;
  }
}
