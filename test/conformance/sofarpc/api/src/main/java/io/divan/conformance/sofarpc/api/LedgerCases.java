package io.divan.conformance.sofarpc.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What either side's client asks of the other side's server, and what has to come back. */
@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // what applications have
public final class LedgerCases {
  /** One of them. */
  @FunctionalInterface
  public interface Case {
    /** Throws an {@link AssertionError} if the answer is not the right one. */
    void run(Ledger ledger) throws Exception;
  }

  private LedgerCases() {}

  /** All of them by name. */
  public static Map<String, Case> all() {
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put("pojo of 30 fields", l -> same(full(), l.transfer(full())));
    cases.put("pojo of nulls", l -> same(new Transfer(), l.transfer(new Transfer())));
    cases.put("nested collections", LedgerCases::nested);
    cases.put("array of pojos", LedgerCases::arrays);
    cases.put("strings", LedgerCases::strings);
    cases.put("primitives", LedgerCases::primitives);
    cases.put("enum", l -> same(Transfer.Kind.CARD, l.anything(Transfer.Kind.CARD)));
    cases.put(
        "BigDecimal", l -> same(new BigDecimal("-0.0100"), l.anything(new BigDecimal("-0.0100"))));
    cases.put("dates and times", LedgerCases::dates);
    cases.put("Locale", l -> same(Locale.CANADA_FRENCH, l.anything(Locale.CANADA_FRENCH)));
    cases.put("null", l -> same(null, l.anything(null)));
    cases.put("cycle", LedgerCases::cycle);
    cases.put("overloaded methods", LedgerCases::overloads);
    cases.put("void", Ledger::nothing);
    cases.put("business exception", LedgerCases::businessException);
    cases.put("runtime exception", LedgerCases::runtimeException);
    cases.put("a megabyte", l -> same("x".repeat(1 << 20), l.text("x".repeat(1 << 20))));
    return cases;
  }

  /** A transfer with a value in every field. */
  public static Transfer full() {
    Transfer transfer = new Transfer();
    transfer.inherited = "from the superclass";
    transfer.count = -300_000;
    transfer.number = 1L << 50;
    transfer.shortNumber = -7;
    transfer.tiny = 5;
    transfer.ratio = 0.1f;
    transfer.rate = Math.E;
    transfer.done = true;
    transfer.letter = 'ß';
    transfer.boxed = 42;
    transfer.flag = false;
    transfer.text = "Zürich, 日本, 😀";
    transfer.amount = new BigDecimal("2122899.36");
    transfer.booked = new Date(1_700_000_000_123L);
    transfer.stamped = new java.sql.Timestamp(1_700_000_000_456L);
    transfer.day = LocalDate.of(2026, 11, 21);
    transfer.time = LocalDateTime.of(2026, 11, 21, 7, 44, 1, 5);
    transfer.zoned = ZonedDateTime.of(transfer.time, ZoneId.of("Europe/Vienna"));
    transfer.instant = Instant.ofEpochSecond(1_700_000_000L, 7);
    transfer.duration = Duration.ofMillis(1234);
    transfer.locale = Locale.GERMANY;
    transfer.kind = Transfer.Kind.STANDING_ORDER;
    transfer.legs = new ArrayList<>(List.of(leg("a"), leg("b")));
    transfer.tags = new TreeSet<>(List.of("y", "x"));
    transfer.linked = new LinkedList<>(List.of(3, 2, 1));
    transfer.byBank = new HashMap<>(Map.of("a", new ArrayList<>(List.of(leg("a")))));
    transfer.counts = new HashMap<>(Map.of(Transfer.Kind.CARD, 2));
    transfer.digits = new int[] {1, -1, 100_000};
    transfer.signature = new byte[] {1, 2, -3};
    transfer.names = new String[] {"n", ""};
    transfer.parts = new Transfer.Leg[] {leg("p")};
    transfer.grid = new int[][] {{1}, {2, 3}};
    transfer.anything = new ArrayList<>(List.of(1, "two", 3.5, 4L));
    return transfer;
  }

  private static Transfer.Leg leg(String bank) {
    return new Transfer.Leg(bank, new BigDecimal("1.10"));
  }

  private static void nested(Ledger ledger) {
    Transfer first = full();
    Transfer second = full();
    second.text = "other";
    Map<String, List<Transfer>> grouped =
        ledger.grouped(new ArrayList<>(List.of(first, second, full())));
    same(List.of("Zürich, 日本, 😀", "other"), new ArrayList<>(grouped.keySet()));
    same(List.of(first, first), grouped.get("Zürich, 日本, 😀"));
    Map<String, Object> mixed = new LinkedHashMap<>();
    mixed.put("list", new ArrayList<>(List.of(new ArrayList<>(List.of(1)), new ArrayList<>())));
    mixed.put("set", new LinkedHashSet<>(List.of("a", "b")));
    mixed.put("map", new HashMap<>(Map.of(1, 2L)));
    same(mixed, ledger.anything(mixed));
  }

  private static void arrays(Ledger ledger) {
    Transfer[] transfers = {full(), new Transfer()};
    same(Arrays.asList(transfers), Arrays.asList(ledger.all(transfers)));
    same(6, ledger.sum(1, 2, 3));
    same(0, ledger.sum());
  }

  private static void strings(Ledger ledger) {
    for (String text : List.of("", "a", "é", "日本語".repeat(100), "😀".repeat(20_000))) {
      same(text, ledger.text(text));
    }
  }

  private static void primitives(Ledger ledger) {
    same(3.0, ledger.mean(1, 2f, 3L, (short) 4, (byte) 5));
    same(false, ledger.not(true));
    for (Object value : List.of(1, -1L, 1L << 40, 1.5, true, Integer.MIN_VALUE, Long.MAX_VALUE)) {
      same(value, ledger.anything(value));
    }
  }

  private static void dates(Ledger ledger) {
    Transfer full = full();
    List<Object> values =
        Arrays.asList(full.booked, full.day, full.time, full.zoned, full.instant, full.duration);
    for (Object value : values) {
      same(value, ledger.anything(value));
    }
  }

  @SuppressWarnings("ReferenceEquality") // identity is the point
  private static void cycle(Ledger ledger) {
    Transfer transfer = full();
    transfer.next = transfer;
    Transfer back = ledger.transfer(transfer);
    if (back.next != back) {
      throw new AssertionError("the cycle is broken");
    }
  }

  private static void overloads(Ledger ledger) {
    same("text x", ledger.overloaded("X"));
    same("number 7", ledger.overloaded(7));
  }

  private static void businessException(Ledger ledger) {
    try {
      ledger.refuse("no money");
    } catch (Refused e) {
      same("refused: no money", e.getMessage());
      same("no money", e.code());
      return;
    }
    throw new AssertionError("nothing was thrown");
  }

  private static void runtimeException(Ledger ledger) throws Refused {
    try {
      ledger.refuse("runtime");
    } catch (IllegalStateException e) {
      same("a runtime exception", e.getMessage());
      return;
    }
    throw new AssertionError("nothing was thrown");
  }

  /** Throws unless both are equal. */
  public static void same(@Nullable Object expected, @Nullable Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new AssertionError("expected " + expected + " but got " + actual);
    }
  }
}
