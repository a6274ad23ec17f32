package io.divan.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InboundBudgetTest {
  private final InboundBudget budget = new InboundBudget(100, 10);

  @Test
  void manyTogetherCannotHoldMoreThanTheBudget() {
    InboundBudget.Share first = budget.share();
    InboundBudget.Share second = budget.share();
    assertThat(first.holds(60)).isTrue();
    assertThat(second.holds(40)).isTrue();
    assertThat(second.holds(41)).isFalse();
    first.release();
    assertThat(second.holds(90)).isTrue();
    second.release();
    assertThat(budget.held()).isZero();
  }

  @Test
  void holdingLessIsAlwaysAllowed() {
    InboundBudget.Share share = budget.share();
    assertThat(share.holds(500)).isFalse();
    assertThat(share.holds(400)).isTrue();
  }

  @Test
  void littleIsAllowedWhateverOthersHold() {
    assertThat(budget.share().holds(100)).isTrue();
    InboundBudget.Share small = budget.share();
    assertThat(small.holds(10)).isTrue();
    assertThat(small.holds(11)).isFalse();
  }
}
