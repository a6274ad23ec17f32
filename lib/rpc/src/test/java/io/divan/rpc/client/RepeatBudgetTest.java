package io.divan.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatBudgetTest {
  private static final long SECOND = 1_000_000_000L;

  private final RepeatBudget budget = new RepeatBudget(0);

  private int spendAll(long calls, long now) {
    int spent = 0;
    while (budget.spend(calls, now)) {
      spent++;
    }
    return spent;
  }

  @Test
  void aQuietReferenceMayRepeatTenCallsASecond() {
    assertThat(spendAll(0, 0)).isEqualTo(100);
    assertThat(spendAll(0, SECOND)).isEqualTo(10);
    assertThat(spendAll(0, 3600 * SECOND)).isEqualTo(100);
  }

  @Test
  void aBusyReferenceMayRepeatATenthOfItsCalls() {
    spendAll(0, 0);
    assertThat(spendAll(5_000, 0)).isEqualTo(500);
    assertThat(spendAll(5_000, 0)).isZero();
    assertThat(spendAll(15_000, 0)).isEqualTo(1_000);
  }

  @Test
  void servedCallsThatSeemToDisappearCostNothing() {
    spendAll(10_000, 0);
    assertThat(spendAll(4_000, 0)).isZero();
    assertThat(spendAll(4_100, 0)).isEqualTo(10);
  }
}
