package io.divan.guard.sentinel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.guard.rule.Authority;
import io.divan.guard.rule.Breaker;
import io.divan.guard.rule.Callers;
import io.divan.guard.rule.ConcurrencyLimit;
import io.divan.guard.rule.ParameterLimit;
import io.divan.guard.rule.RateLimit;
import io.divan.guard.rule.RelatedLimit;
import io.divan.guard.rule.Shaping;
import io.divan.guard.sentinel.SentinelRules.Kind;
import io.divan.guard.sentinel.SentinelRules.Left;
import io.divan.guard.sentinel.SentinelRules.Reading;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Field names and defaults as FlowRule, DegradeRule, AuthorityRule and ParamFlowRule of
 * sentinel-core 1.8.9 and its parameter-flow extension have them.
 */
class SentinelRulesTest {
  private static Reading read(Kind kind, String json) {
    return SentinelRules.read(kind, json.replace('\'', '"'));
  }

  @Test
  void flowRules() {
    Reading reading =
        read(
            Kind.FLOW,
            "[{'resource':'a','count':20.0},"
                + "{'resource':'a','limitApp':'shop','count':5,'grade':1,'controlBehavior':2,"
                + "'maxQueueingTimeMs':300},"
                + "{'resource':'a','limitApp':'other','count':1,'controlBehavior':1},"
                + "{'resource':'a','count':9,'grade':0},"
                + "{'resource':'a','count':9,'strategy':1,'refResource':'b'},"
                + "{'resource':'a','count':9,'controlBehavior':3,'warmUpPeriodSec':4}]");
    assertThat(reading.left()).isEmpty();
    assertThat(reading.rules())
        .containsExactly(
            RateLimit.of("a", 20),
            new RateLimit(
                "a", new Callers.Named("shop"), 5, new Shaping.Queue(Duration.ofMillis(300))),
            new RateLimit(
                "a", new Callers.Other(), 1, new Shaping.WarmUp(Duration.ofSeconds(10), 3)),
            new ConcurrencyLimit("a", 9),
            new RelatedLimit("a", "b", 9),
            new RateLimit(
                "a",
                Callers.all(),
                9,
                new Shaping.WarmUpQueue(
                    new Shaping.WarmUp(Duration.ofSeconds(4), 3),
                    new Shaping.Queue(Duration.ofMillis(500)))));
  }

  @Test
  void degradeRules() {
    Reading reading =
        read(
            Kind.DEGRADE,
            "[{'resource':'a','count':200,'timeWindow':10,'slowRatioThreshold':0.4},"
                + "{'resource':'a','grade':1,'count':0.3,'timeWindow':5,'minRequestAmount':10},"
                + "{'resource':'a','grade':2,'count':7,'timeWindow':5,'statIntervalMs':60000}]");
    Duration second = Duration.ofSeconds(1);
    assertThat(reading.left()).isEmpty();
    assertThat(reading.rules())
        .containsExactly(
            new Breaker(
                "a",
                new Breaker.SlowRatio(Duration.ofMillis(200), 0.4),
                second,
                5,
                Duration.ofSeconds(10)),
            new Breaker("a", new Breaker.ErrorRatio(0.3), second, 10, Duration.ofSeconds(5)),
            new Breaker(
                "a", new Breaker.ErrorCount(7), Duration.ofMinutes(1), 5, Duration.ofSeconds(5)));
  }

  @Test
  void authorityRules() {
    assertThat(
            read(
                    Kind.AUTHORITY,
                    "[{'resource':'a','limitApp':'shop,bank','strategy':1},"
                        + "{'resource':'a','limitApp':'shop'}]")
                .rules())
        .containsExactly(
            new Authority("a", Set.of("shop", "bank"), false),
            new Authority("a", Set.of("shop"), true));
  }

  @Test
  void parameterRules() {
    assertThat(
            read(
                    Kind.PARAM_FLOW,
                    "[{'resource':'a','paramIdx':1,'count':10,'durationInSec':2,'burstCount':3,"
                        + "'paramFlowItemList':[{'object':'42','classType':'int','count':7},"
                        + "{'object':'vip','count':70}]}]")
                .rules())
        .containsExactly(
            new ParameterLimit(
                "a", 1, 10, Duration.ofSeconds(2), 3, Duration.ZERO, Map.of(42, 7.0, "vip", 70.0)));
  }

  @Test
  void whatCannotBeKeptIsNamedWithItsReasonAndTheRestIsRead() {
    Reading reading =
        read(
            Kind.FLOW,
            "[{'resource':'a','count':1,'strategy':2},{'resource':'b','count':1},"
                + "{'count':1},{'resource':'c','count':-1},{'resource':'d','count':'many'},"
                + "{'resource':'e','count':1,'grade':9},{'resource':'f','clusterMode':true},7]");
    assertThat(reading.rules()).containsExactly(RateLimit.of("b", 1));
    assertThat(reading.left())
        .containsExactly(
            new Left(1, "a", "chain strategies (strategy 2) are not built"),
            new Left(3, "", "The name of the resource is missing."),
            new Left(4, "c", "The rate has to be 0 or more, not -1.0."),
            new Left(5, "d", "\"count\" is no number"),
            new Left(6, "e", "\"grade\" 9 is unknown"),
            new Left(7, "f", "limits of a whole cluster (clusterMode) are not built"),
            new Left(8, "", "The name of the resource is missing."));
  }

  @Test
  void whatIsNoListIsRefused() {
    assertThatThrownBy(() -> SentinelRules.read(Kind.FLOW, "[{"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SentinelRules.read(Kind.FLOW, "{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no JSON list");
  }
}
