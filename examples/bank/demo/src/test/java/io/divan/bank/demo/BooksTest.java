package io.divan.bank.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.bank.StandingOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BooksTest {
  private static final Expected TWO_ORDERS =
      new Expected(
          List.of(
              new StandingOrder(1, 10, "AB", 5, money("30.10"), "HH"),
              new StandingOrder(2, 11, "CD", 6, money("0.20"), "")));

  private static BigDecimal money(String amount) {
    return new BigDecimal(amount);
  }

  private static Books books(String opened, String home, String debits, String toAb, String atAb) {
    return new Books(
        money(opened),
        money("0.00"),
        money(home),
        money(debits),
        2,
        2,
        Map.of("AB", money(toAb), "CD", money("0.20")),
        Map.of("AB", money(atAb), "CD", money("0.20")));
  }

  @Test
  void executedOrdersBalance() {
    assertThat(books("30.30", "0.00", "30.30", "30.10", "30.10").discrepancies(TWO_ORDERS))
        .isEmpty();
  }

  @Test
  void moneyThatIsLostShows() {
    assertThat(books("30.30", "0.00", "30.30", "30.10", "30.00").discrepancies())
        .anyMatch(each -> each.contains("total money"))
        .anyMatch(each -> each.contains("AB"));
  }

  @Test
  void aDebitWithoutItsCreditShows() {
    assertThat(books("30.30", "0.00", "30.30", "20.10", "20.10").discrepancies())
        .anyMatch(each -> each.contains("debits and of the credits"));
  }

  @Test
  void booksThatBalanceAreNotCompleteYet() {
    var none =
        new Books(
            money("30.30"),
            money("0.00"),
            money("30.30"),
            money("0.00"),
            0,
            0,
            Map.of(),
            Map.of("AB", money("0.00"), "CD", money("0.00")));
    assertThat(none.discrepancies()).isEmpty();
    assertThat(none.discrepancies(TWO_ORDERS))
        .anyMatch(each -> each.startsWith("0 orders executed instead of 2"))
        .anyMatch(each -> each.contains("bank CD"));
  }

  @Test
  void aBankThatNobodyPaidShows() {
    var more =
        new Books(
            money("30.30"),
            money("1.00"),
            money("0.00"),
            money("30.30"),
            2,
            2,
            Map.of("AB", money("30.10"), "CD", money("0.20")),
            Map.of("AB", money("30.10"), "CD", money("0.20"), "EF", money("1.00")));
    assertThat(more.discrepancies()).anyMatch(each -> each.contains("bank EF"));
  }

  @Test
  void entriesShowEveryHalfExecutedAlteredOrForeignOrder() {
    var entries =
        new Ledgers.Entries(
            Map.of(1L, "30.10 from 10", 3L, "1.00 from 12"), Map.of(2L, "0.20 to CD 7"));
    assertThat(entries.discrepancies(TWO_ORDERS.orders())).hasSize(3);
    var whole = new Ledgers.Entries(Map.of(1L, "30.10 from 10"), Map.of(1L, "30.10 to AB 5"));
    assertThat(whole.discrepancies(TWO_ORDERS.orders())).isEmpty();
    assertThat(whole.executed()).isEqualTo(1);
  }
}
