package io.divan.bank.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.bank.Partners;
import io.divan.bank.StandingOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleOrdersTest {
  private final List<StandingOrder> orders = SampleOrders.of(7);

  @Test
  void theSameSeedGivesTheSameOrders() {
    assertThat(SampleOrders.of(7)).isEqualTo(orders);
    assertThat(SampleOrders.of(8)).isNotEqualTo(orders);
  }

  @Test
  void everyAccountAndEveryBankHasOrders() {
    var expected = new Expected(orders);
    assertThat(orders).hasSize(SampleOrders.ORDERS);
    assertThat(expected.perPayer()).hasSize(SampleOrders.PAYERS);
    assertThat(expected.perBank()).containsOnlyKeys(Partners.CODES);
  }

  @Test
  void numbersAreNotRepeatedAndAmountsArePositiveWithTwoDecimals() {
    assertThat(orders).extracting(StandingOrder::number).doesNotHaveDuplicates();
    assertThat(orders).allMatch(each -> each.amount().signum() > 0 && each.amount().scale() == 2);
  }
}
