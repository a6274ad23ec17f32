package io.divan.bank.demo;

import io.divan.bank.Partners;
import io.divan.bank.StandingOrder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Standing orders as a file has them: one a line, fields separated by tabs, {@code order account
 * bank_to account_to amount kind}.
 *
 * @param orders the good ones, as they come
 * @param badLines what is wrong with the others
 */
record OrderFile(List<StandingOrder> orders, List<BadLine> badLines) {
  private static final String HEADER = "order\taccount\tbank_to\taccount_to\tamount\tkind";
  private static final int FIELDS = 6;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /** The part before the point may be left out, as in {@code .80}. */
  private static final Pattern MONEY = Pattern.compile("[0-9]{0,10}\\.[0-9]{2}");

  OrderFile {
    orders = List.copyOf(orders);
    badLines = List.copyOf(badLines);
  }

  /** A line that is no order, counted from 1, and why. */
  record BadLine(long number, String reason) {}

  static OrderFile read(Path file) throws IOException {
    // Unlike Files.newBufferedReader, this reads bytes that are no UTF-8 as a bad line.
    try (var reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      return read(reader);
    }
  }

  static OrderFile read(BufferedReader reader) throws IOException {
    List<StandingOrder> orders = new ArrayList<>();
    List<BadLine> bad = new ArrayList<>();
    Map<Long, Long> lineOf = new HashMap<>();
    long number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      if (number == 1 && line.equals(HEADER)) {
        continue;
      }
      try {
        StandingOrder order = parse(line);
        Long first = lineOf.putIfAbsent(order.number(), number);
        if (first != null) {
          throw new BadOrder("order " + order.number() + " is on line " + first + " already");
        }
        orders.add(order);
      } catch (BadOrder e) {
        bad.add(new BadLine(number, e.getMessage()));
      }
    }
    return new OrderFile(orders, bad);
  }

  private static StandingOrder parse(String line) throws BadOrder {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS) {
      throw new BadOrder(fields.length + " fields instead of " + FIELDS);
    }
    return new StandingOrder(
        number("order", fields[0]),
        number("account", fields[1]),
        bank(fields[2]),
        number("account_to", fields[3]),
        money(fields[4]),
        fields[5].strip());
  }

  private static long number(String field, String text) throws BadOrder {
    if (!NUMBER.matcher(text).matches()) {
      throw new BadOrder(field + " is no number: " + quoted(text));
    }
    return Long.parseLong(text);
  }

  private static String bank(String code) throws BadOrder {
    if (!Partners.CODES.contains(code)) {
      throw new BadOrder("bank_to is no bank we know: " + quoted(code));
    }
    return code;
  }

  private static BigDecimal money(String text) throws BadOrder {
    if (!MONEY.matcher(text).matches()) {
      throw new BadOrder("amount is not money with two decimals: " + quoted(text));
    }
    BigDecimal amount = new BigDecimal(text);
    if (amount.signum() <= 0) {
      throw new BadOrder("amount is not positive: " + quoted(text));
    }
    return amount;
  }

  /** Short, and nothing that a terminal would obey. */
  private static String quoted(String text) {
    String visible = text.replaceAll("\\p{Cntrl}", "?");
    return '"' + (visible.length() > 40 ? visible.substring(0, 40) + "…" : visible) + '"';
  }

  private static final class BadOrder extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    BadOrder(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }

    @Override
    public String getMessage() {
      return reason;
    }
  }
}
