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
    assertThat(budget.held()).isEqualTo(100);
    first.release();
    assertThat(second.holds(90)).isTrue();
    second.release();
    assertThat(budget.held()).isZero();
  }

  @Test
  void holdingLessIsAlwaysAllowed() {
    InboundBudget.Share share = budget.share();
    assertThat(share.holds(90)).isTrue();
    assertThat(budget.share().holds(10)).isTrue();
    assertThat(budget.share().holds(5)).isTrue(); // beyond the budget, as it is little
    assertThat(share.holds(89)).isTrue();
  }

  @Test
  void littleIsAllowedWhateverOthersHold() {
    assertThat(budget.share().holds(100)).isTrue();
    InboundBudget.Share small = budget.share();
    assertThat(small.holds(10)).isTrue();
    assertThat(small.holds(11)).isFalse();
  }
}
