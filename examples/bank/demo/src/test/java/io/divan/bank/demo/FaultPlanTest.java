package io.divan.bank.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.bank.demo.FaultPlan.Kill;
import io.divan.bank.demo.FaultPlan.Victim;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {
  private static final int ORDERS = SampleOrders.ORDERS;
  private static final Map<Long, BigDecimal> NEEDED = new Expected(SampleOrders.of(1)).perPayer();

  @Test
  void theSameSeedGivesTheSamePlan() {
    assertThat(FaultPlan.of(5, NEEDED, ORDERS, false))
        .isEqualTo(FaultPlan.of(5, NEEDED, ORDERS, false));
    assertThat(FaultPlan.of(6, NEEDED, ORDERS, false))
        .isNotEqualTo(FaultPlan.of(5, NEEDED, ORDERS, false));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, -9, Long.MAX_VALUE})
  void aProcessOfTheBankAndTheServerAreKilledInMidRun(long seed) {
    FaultPlan plan = FaultPlan.of(seed, NEEDED, ORDERS, false);
    assertThat(plan.kills()).hasSize(2);
    assertThat(plan.kills()).extracting(Kill::victim).contains(Victim.SERVER);
    assertThat(plan.kills()).extracting(Kill::victim).doesNotHaveDuplicates();
    assertThat(plan.kills())
        .allMatch(each -> each.afterOrders() > 0 && each.afterOrders() < ORDERS);
    assertThat(plan.kills()).extracting(Kill::afterOrders).isSorted();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3})
  void inAClusterTheLeaderIsKilledTwiceAndAFollowerOnce(long seed) {
    FaultPlan plan = FaultPlan.of(seed, NEEDED, ORDERS, true);
    assertThat(plan.kills()).extracting(Kill::victim).contains(Victim.FOLLOWER).hasSize(4);
    assertThat(plan.kills().stream().filter(each -> each.victim() == Victim.SERVER)).hasSize(2);
    assertThat(plan.kills()).extracting(Kill::afterOrders).isSorted();
    assertThat(plan.kills()).allMatch(each -> each.afterOrders() < ORDERS);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3})
  void underfundedAccountsHoldLessThanTheirOrdersNeedAndNeverLessThanNothing(long seed) {
    FaultPlan plan = FaultPlan.of(seed, NEEDED, ORDERS, false);
    assertThat(plan.underfunded()).isNotEmpty();
    plan.underfunded()
        .forEach((account, opened) -> {
          assertThat(opened).isLessThan(NEEDED.get(account)).isNotNegative();
          assertThat(opened.scale()).isEqualTo(2);
        });
  }

  @Test
  void everyProcessIsAVictimOfSomeSeed() {
    Set<Victim> killed = EnumSet.noneOf(Victim.class);
    for (long seed = 0; seed < 50; seed++) {
      FaultPlan.of(seed, NEEDED, ORDERS, true).kills().forEach(each -> killed.add(each.victim()));
    }
    assertThat(killed).isEqualTo(EnumSet.allOf(Victim.class));
  }

  @Test
  void oneAccountOfAFewCentsIsEnough() {
    FaultPlan plan = FaultPlan.of(1, Map.of(1L, new BigDecimal("0.01")), 1, false);
    assertThat(plan.underfunded()).containsEntry(1L, new BigDecimal("0.00"));
  }
}
