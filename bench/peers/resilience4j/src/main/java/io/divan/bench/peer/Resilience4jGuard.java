package io.divan.bench.peer;

import io.divan.bench.guard.Guarded;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;

/** resilience4j; its one breaker looks at slow calls and at errors. */
public final class Resilience4jGuard implements Guarded {
  private final RateLimiter open = limiter("open", 16_000_000);
  private final RateLimiter limited = limiter("limited", LIMIT);
  private final CircuitBreaker breaker =
      CircuitBreaker.of(
          "open",
          CircuitBreakerConfig.custom()
              .slidingWindow(1, 5, SlidingWindowType.TIME_BASED)
              .slowCallDurationThreshold(Duration.ofSeconds(1))
              .slowCallRateThreshold(50)
              .failureRateThreshold(50)
              .build());

  private static RateLimiter limiter(String name, int perSecond) {
    return RateLimiter.of(
        name,
        RateLimiterConfig.custom()
            .limitForPeriod(perSecond)
            .limitRefreshPeriod(Duration.ofSeconds(1))
            .timeoutDuration(Duration.ZERO)
            .build());
  }

  @Override
  public void enterAndExit() {
    if (!open.acquirePermission() || !breaker.tryAcquirePermission()) {
      throw new IllegalStateException("refused");
    }
    long begin = breaker.getCurrentTimestamp();
    breaker.onSuccess(breaker.getCurrentTimestamp() - begin, breaker.getTimestampUnit());
  }

  @Override
  public boolean isLimited() {
    return limited.acquirePermission();
  }
}
