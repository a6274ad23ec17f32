package io.divan.guard.sentinel;

import io.divan.guard.rule.Callers;
import io.divan.guard.rule.ConcurrencyLimit;
import io.divan.guard.rule.RateLimit;
import io.divan.guard.rule.RelatedLimit;
import io.divan.guard.rule.Rule;
import io.divan.guard.rule.Shaping;
import java.time.Duration;

/** Sentinel's flow rules. */
final class FlowRules {
  private static final int COLD_FACTOR = 3; // csp.sentinel.flow.cold.factor, where nobody sets it

  private FlowRules() {}

  static Rule rule(Fields fields) {
    double count = fields.number("count", 0);
    Callers callers = callers(fields.text("limitApp", "default"));
    int strategy = fields.whole("strategy", 0);
    int grade = fields.whole("grade", 1);
    if (strategy == 2) {
      throw new IllegalArgumentException("chain strategies (strategy 2) are not built");
    }
    if (strategy != 0 && strategy != 1) {
      throw fields.unknown("strategy");
    }
    if (strategy == 1) {
      if (grade != 1 || !callers.equals(Callers.all())) {
        throw new IllegalArgumentException(
            "a related rule (strategy 1) is built for the rate of all callers only");
      }
      return new RelatedLimit(fields.resource(), fields.text("refResource", ""), count);
    }
    return switch (grade) {
      case 0 -> concurrency(fields, callers, count);
      case 1 -> new RateLimit(fields.resource(), callers, count, shaping(fields));
      default -> throw fields.unknown("grade");
    };
  }

  private static Rule concurrency(Fields fields, Callers callers, double count) {
    if (!callers.equals(Callers.all())) {
      throw new IllegalArgumentException("concurrency limits (grade 0) count all callers together");
    }
    return new ConcurrencyLimit(fields.resource(), (int) count);
  }

  private static Callers callers(String limitApp) {
    return switch (limitApp) {
      case "", "default" -> Callers.all();
      case "other" -> new Callers.Other();
      default -> new Callers.Named(limitApp);
    };
  }

  private static Shaping shaping(Fields fields) {
    var queue = new Shaping.Queue(Duration.ofMillis(fields.whole("maxQueueingTimeMs", 500)));
    return switch (fields.whole("controlBehavior", 0)) {
      case 0 -> Shaping.reject();
      case 1 -> warmUp(fields);
      case 2 -> queue;
      case 3 -> new Shaping.WarmUpQueue(warmUp(fields), queue);
      default -> throw fields.unknown("controlBehavior");
    };
  }

  private static Shaping.WarmUp warmUp(Fields fields) {
    Duration period = Duration.ofSeconds(fields.whole("warmUpPeriodSec", 10));
    return new Shaping.WarmUp(period, COLD_FACTOR);
  }
}
