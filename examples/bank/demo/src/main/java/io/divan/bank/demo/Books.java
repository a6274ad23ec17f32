package io.divan.bank.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the two ledgers hold, as SQL sums it up.
 *
 * @param opened what the home accounts opened with
 * @param deposited what was paid in since
 * @param home what the home accounts hold
 * @param debits the sum of all debits
 * @param debitCount how many there are
 * @param creditCount how many credits there are
 * @param credits the sum of the credits to each partner bank
 * @param partners what each partner bank's accounts hold
 */
record Books(
    BigDecimal opened,
    BigDecimal deposited,
    BigDecimal home,
    BigDecimal debits,
    long debitCount,
    long creditCount,
    Map<String, BigDecimal> credits,
    Map<String, BigDecimal> partners) {

  Books {
    credits = Collections.unmodifiableMap(new TreeMap<>(credits));
    partners = Collections.unmodifiableMap(new TreeMap<>(partners));
  }

  /** All money there ever was. */
  BigDecimal before() {
    return opened.add(deposited);
  }

  /** All money there is. */
  BigDecimal after() {
    return home.add(partnersTotal());
  }

  BigDecimal partnersTotal() {
    return Expected.sum(partners.values());
  }

  /** What does not add up, whatever was executed; empty if everything does. */
  List<String> discrepancies() {
    List<String> found = new ArrayList<>();
    compare(found, "total money before and after", before(), after());
    compare(
        found,
        "home accounts and what they opened with less the debits",
        before().subtract(debits),
        home);
    compare(found, "sum of the debits and of the credits", debits, Expected.sum(credits.values()));
    if (debitCount != creditCount) {
      found.add(debitCount + " debits but " + creditCount + " credits");
    }
    comparePerBank(found, "credits and balances of bank ", credits, partners);
    return found;
  }

  /** What is missing or too much when every order is to be executed. */
  List<String> discrepancies(Expected expected) {
    List<String> found = new ArrayList<>(discrepancies());
    if (debitCount != expected.orders().size()) {
      found.add(debitCount + " orders executed instead of " + expected.orders().size());
    }
    compare(found, "sum of the orders and of the debits", expected.total(), debits);
    comparePerBank(found, "orders and balances of bank ", expected.perBank(), partners);
    return found;
  }

  private static void comparePerBank(
      List<String> found, String what, Map<String, BigDecimal> one, Map<String, BigDecimal> other) {
    Map<String, BigDecimal> all = new TreeMap<>(one);
    other.forEach((bank, amount) -> all.merge(bank, BigDecimal.ZERO, BigDecimal::add));
    for (String bank : all.keySet()) {
      compare(
          found,
          what + bank,
          one.getOrDefault(bank, BigDecimal.ZERO),
          other.getOrDefault(bank, BigDecimal.ZERO));
    }
  }

  private static void compare(List<String> found, String what, BigDecimal one, BigDecimal other) {
    if (one.compareTo(other) != 0) {
      found.add(what + " differ: " + one.toPlainString() + " and " + other.toPlainString());
    }
  }
}
