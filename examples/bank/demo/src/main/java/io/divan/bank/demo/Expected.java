package io.divan.bank.demo;

import io.divan.bank.PartnerBanks.Payee;
import io.divan.bank.StandingOrder;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What the orders come to: what the books have to show when all are executed. */
final class Expected {
  private final List<StandingOrder> orders;

  Expected(List<StandingOrder> orders) {
    this.orders = List.copyOf(orders);
  }

  List<StandingOrder> orders() {
    return orders;
  }

  BigDecimal total() {
    return sum(orders.stream().map(StandingOrder::amount).toList());
  }

  /** Every payer and the sum of its orders: what its account has to hold for all of them. */
  Map<Long, BigDecimal> perPayer() {
    return sums(StandingOrder::payer);
  }

  Map<String, BigDecimal> perBank() {
    return sums(StandingOrder::bank);
  }

  List<Payee> payees() {
    return orders.stream().map(each -> new Payee(each.bank(), each.payee())).distinct().toList();
  }

  private <K extends Comparable<K>> Map<K, BigDecimal> sums(Function<StandingOrder, K> key) {
    Map<K, BigDecimal> sums = new TreeMap<>();
    for (StandingOrder each : orders) {
      sums.merge(key.apply(each), each.amount(), BigDecimal::add);
    }
    return sums;
  }

  static BigDecimal sum(Collection<BigDecimal> amounts) {
    return amounts.stream().reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
  }
}
