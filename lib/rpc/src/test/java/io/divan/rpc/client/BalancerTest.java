package io.divan.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.rpc.client.Balancer.Candidate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BalancerTest {
  private final Balancer balancer = new Balancer(new SplittableRandom(7));

  @Test
  void equalServersGetEqualShares() {
    Map<String, Integer> chosen =
        choose(List.of(of("a", 100), of("b", 100), of("c", 100)), Map.of(), 30_000);
    assertThat(chosen.values()).allMatch(n -> n > 9_500 && n < 10_500);
  }

  @Test
  void theCheaperOfTwoIsChosenAndTheDearestNever() {
    Map<String, Integer> chosen =
        choose(
            List.of(of("a", 100), of("b", 100), of("c", 100)),
            Map.of("a", 1.0, "b", 2.0, "c", 3.0),
            3_000);
    assertThat(chosen).doesNotContainKey("c");
    assertThat(chosen.get("a")).isGreaterThan(1_900);
  }

  @Test
  void weightsDecideHowOftenAServerIsDrawn() {
    Map<String, Integer> chosen =
        choose(
            List.of(of("a", 100), of("b", 100), of("c", 100), of("light", 10), of("off", 0)),
            Map.of(),
            30_000);
    assertThat(chosen).doesNotContainKey("off");
    assertThat(chosen.get("light")).isLessThan(2_000);
  }

  @Test
  void aServerThatTakesNoCallsIsPassedOver() {
    double never = Double.POSITIVE_INFINITY;
    List<Candidate<String>> three = List.of(of("a", 100), of("b", 100), of("c", 1));
    assertThat(choose(three, Map.of("a", never, "b", never), 100)).containsOnlyKeys("c");
    assertThat(balancer.choose(three, server -> never)).isNull();
    assertThat(balancer.choose(List.of(of("a", 1)), server -> never)).isNull();
    assertThat(balancer.<String>choose(List.of(), server -> 1)).isNull();
  }

  @Test
  void weightsOfNothingAreNoReasonToCallNobody() {
    assertThat(choose(List.of(of("a", 0), of("b", 0)), Map.of(), 100)).hasSize(2);
  }

  private Map<String, Integer> choose(
      List<Candidate<String>> candidates, Map<String, Double> costs, int times) {
    Map<String, Integer> chosen = new HashMap<>();
    for (int i = 0; i < times; i++) {
      chosen.merge(
          String.valueOf(balancer.choose(candidates, s -> costs.getOrDefault(s, 1.0))),
          1,
          Integer::sum);
    }
    return chosen;
  }

  private static Candidate<String> of(String server, int weight) {
    return new Candidate<>(server, weight);
  }
}
