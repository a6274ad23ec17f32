package io.divan.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.domain.job.Chosen.Each;
import io.divan.domain.job.Chosen.FirstThat;
import io.divan.domain.job.Chosen.Nobody;
import io.divan.domain.job.Chosen.One;
import io.divan.domain.job.Chosen.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoutingTest {
  private static final List<String> ABC = List.of("a", "b", "c");
  private final Routing routing = new Routing(new Random(1));

  @Test
  void nobodyIsChosenWhereNobodyIs() {
    for (Route route : Route.values()) {
      assertThat(routing.choose(1, route, List.of())).isEqualTo(new Nobody());
    }
  }

  @Test
  void eachJobGoesRoundOnItsOwn() {
    assertThat(chosen(1, Route.ROUND, ABC, 4)).containsExactly("a", "b", "c", "a");
    assertThat(chosen(2, Route.ROUND, ABC, 1)).containsExactly("a");
  }

  @Test
  void firstAndLastStay() {
    assertThat(chosen(1, Route.FIRST, ABC, 2)).containsExactly("a", "a");
    assertThat(chosen(1, Route.LAST, ABC, 2)).containsExactly("c", "c");
  }

  @Test
  void randomReachesAll() {
    assertThat(chosen(1, Route.RANDOM, ABC, 100)).contains("a", "b", "c");
  }

  @Test
  void aJobKeepsItsExecutorByHashWhenAnotherLeaves() {
    for (long job = 0; job < 200; job++) {
      String before = chosen(job, Route.CONSISTENT_HASH, ABC, 1).getFirst();
      String after = chosen(job, Route.CONSISTENT_HASH, List.of("a", "b"), 1).getFirst();
      if (!before.equals("c")) {
        assertThat(after).isEqualTo(before);
      }
    }
  }

  @Test
  void aNewcomerIsNotGivenEverythingUntilItHasCaughtUp() {
    chosen(1, Route.LEAST_FREQUENTLY_USED, List.of("a", "b"), 100);
    assertThat(chosen(1, Route.LEAST_FREQUENTLY_USED, ABC, 3))
        .containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void theOneNotUsedForLongestComesNext() {
    assertThat(chosen(1, Route.LEAST_RECENTLY_USED, ABC, 4)).containsExactly("a", "b", "c", "a");
    assertThat(chosen(1, Route.LEAST_RECENTLY_USED, List.of("a", "c"), 1)).containsExactly("c");
  }

  @Test
  void questionsAndBroadcastsNameAllInTheirOrder() {
    assertThat(routing.choose(1, Route.FAILOVER, ABC))
        .isEqualTo(new FirstThat(Question.IS_ALIVE, ABC));
    assertThat(routing.choose(1, Route.BUSYOVER, ABC))
        .isEqualTo(new FirstThat(Question.IS_IDLE, ABC));
    assertThat(routing.choose(1, Route.SHARDING_BROADCAST, ABC)).isEqualTo(new Each(ABC));
  }

  private List<String> chosen(long job, Route route, List<String> addresses, int times) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      if (routing.choose(job, route, addresses) instanceof One one) {
        all.add(one.address());
      }
    }
    return all;
  }
}
