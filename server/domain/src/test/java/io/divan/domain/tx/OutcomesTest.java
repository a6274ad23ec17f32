package io.divan.domain.tx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutcomesTest {
  private final Outcomes outcomes = new Outcomes(3 * 4096);

  @Test
  void neighboursDoNotDisturbEachOther() {
    outcomes.put(8, TxStatus.COMMITTED);
    outcomes.put(9, TxStatus.ROLLED_BACK);
    outcomes.put(10, TxStatus.TIMEOUT_ROLLED_BACK);
    assertThat(outcomes.of(7)).isEqualTo(TxStatus.UNKNOWN);
    assertThat(outcomes.of(8)).isEqualTo(TxStatus.COMMITTED);
    assertThat(outcomes.of(9)).isEqualTo(TxStatus.ROLLED_BACK);
    assertThat(outcomes.of(10)).isEqualTo(TxStatus.TIMEOUT_ROLLED_BACK);
    assertThat(outcomes.of(11)).isEqualTo(TxStatus.UNKNOWN);
  }

  @Test
  void theLastWordCounts() {
    outcomes.put(8, TxStatus.COMMITTED);
    outcomes.put(8, TxStatus.ROLLED_BACK);
    assertThat(outcomes.of(8)).isEqualTo(TxStatus.ROLLED_BACK);
  }

  @Test
  void theOldestAreForgottenFirst() {
    for (long id = 0; id < 5 * 4096; id += 4096) {
      outcomes.put(id, TxStatus.COMMITTED);
    }
    assertThat(outcomes.of(0)).isEqualTo(TxStatus.UNKNOWN);
    assertThat(outcomes.reachesBackTo(0)).isFalse();
    assertThat(outcomes.of(4 * 4096)).isEqualTo(TxStatus.COMMITTED);
    assertThat(outcomes.reachesBackTo(2 * 4096)).isTrue();
  }
}
