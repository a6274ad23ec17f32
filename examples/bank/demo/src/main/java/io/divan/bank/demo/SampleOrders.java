package io.divan.bank.demo;

import io.divan.bank.Partners;
import io.divan.bank.StandingOrder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Orders made up in the likeness of a real bank's: as many accounts, banks and kinds. */
final class SampleOrders {
  static final int ORDERS = 6_471;
  static final int PAYERS = 3_758;

  private static final List<String> KINDS =
      List.of("HH", "HH", "HH", "HH", "HH", "LO", "IN", "LE", "", "");
  private static final int FIRST_ORDER = 29_401;
  private static final int LOWEST_PAYEE = 10_000_000;
  private static final int PAYEES = 90_000_000;
  private static final int MOST_CENTS = 140_000;

  private SampleOrders() {}

  /** The same seed gives the same orders. Every payer has one at least. */
  static List<StandingOrder> of(long seed) {
    var random = new SplittableRandom(seed);
    List<StandingOrder> orders = new ArrayList<>(ORDERS);
    for (int i = 0; i < ORDERS; i++) {
      long payer = 1L + (i < PAYERS ? i : random.nextInt(PAYERS));
      orders.add(order(FIRST_ORDER + i, payer, random));
    }
    return orders;
  }

  private static StandingOrder order(long number, long payer, SplittableRandom random) {
    // Small amounts are more frequent than large ones.
    double share = random.nextDouble();
    long cents = 10 + 10 * Math.round(share * share * (MOST_CENTS / 10));
    return new StandingOrder(
        number,
        payer,
        Partners.CODES.get(random.nextInt(Partners.CODES.size())),
        LOWEST_PAYEE + random.nextInt(PAYEES),
        BigDecimal.valueOf(cents, 2),
        KINDS.get(random.nextInt(KINDS.size())));
  }
}
