package io.divan.protocol.hessian;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Objects as applications send them, and the interface that makes them reachable. */
@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // applications have what they have
final class Sample {
  enum Kind {
    PLAIN,
    FANCY
  }

  interface Service {
    Account find(String id) throws Refused;

    List<Node> nodes(Shelf<Money> shelf, Everything everything);
  }

  static class Base implements Serializable {
    private static final long serialVersionUID = 1L;
    long version = 7;
    String note = "base";
  }

  static final class Account extends Base {
    private static final long serialVersionUID = 1L;
    private @Nullable String owner;
    private final transient String secret = "not sent";
    private int count = 300_000;
    private boolean open = true;
    private short shortNumber = -5;
    private byte byteNumber = 9;
    private float ratio = 0.25f;
    private double rate = 3.141592653589793;
    private char letter = 'é';
    private @Nullable Integer boxed = 42;
    private @Nullable Long boxedLong = 1L << 40;
    private @Nullable BigDecimal balance = new BigDecimal("12345.6700");
    private @Nullable Date opened = new Date(1_700_000_000_123L);
    private @Nullable Kind kind = Kind.FANCY;
    private @Nullable Locale locale = Locale.CANADA_FRENCH;
    private List<String> tags = new ArrayList<>(List.of("a", "b"));
    private Map<String, Money> limits = new HashMap<>(Map.of("day", new Money("EUR", 100)));
    private int[] digits = {1, 2, 300, -40000, 1 << 30};
    private String[] names = {"x", "y"};
    private Money[] coins = {new Money("CHF", 1), new Money("CHF", 2)};
    private @Nullable Object anything = 1.5;

    Account(String owner) {
      this.owner = owner;
    }

    String secret() {
      return secret;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Account a && Arrays.deepEquals(parts(), a.parts());
    }

    @Override
    public int hashCode() {
      return Arrays.deepHashCode(parts());
    }

    private @Nullable Object[] parts() {
      return new @Nullable Object[] {
        version, note, owner, count, open, shortNumber, byteNumber, ratio, rate, letter, boxed,
        boxedLong, balance, opened, kind, locale, tags, limits, digits, names, coins, anything
      };
    }
  }

  static final class Money implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String currency;
    private final long cents;

    Money(String currency, long cents) {
      this.currency = currency;
      this.cents = cents;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Money m && m.cents == cents && Objects.equals(m.currency, currency);
    }

    @Override
    public int hashCode() {
      return Objects.hash(currency, cents);
    }
  }

  static final class Node implements Serializable {
    private static final long serialVersionUID = 1L;
    @Nullable Node next;
    @Nullable Node self;
    List<Node> children = new ArrayList<>();
  }

  static final class Shelf<T> implements Serializable {
    private static final long serialVersionUID = 1L;
    @Nullable T item;
  }

  static final class Everything implements Serializable {
    private static final long serialVersionUID = 1L;
    Set<String> sorted = new TreeSet<>(Set.of("b", "a"));
    LinkedList<Integer> linked = new LinkedList<>(List.of(1, 2, 3));
    Map<String, List<Money>> nested =
        new LinkedHashMap<>(Map.of("k", new ArrayList<>(List.of(new Money("USD", 3)))));
    TreeMap<Integer, String> tree = new TreeMap<>(Map.of(2, "two", 1, "one"));
    byte[] binary = {1, 2, 3};
    char[] text = {'a', 'b'};
    long[] longs = {1, -1, 1L << 50};
    double[] doubles = {0, 1, 2.5, 1e300};
    boolean[] flags = {true, false};
    int[][] grid = {{1, 2}, {3}};
    @Nullable Money @Nullable [] none;
    Kind[] kinds = {Kind.PLAIN, Kind.FANCY, Kind.PLAIN};
  }

  record Point(int x, long y, @Nullable String name, List<Integer> path) implements Serializable {}

  sealed interface Figure permits Circle, Square {}

  record Circle(double radius) implements Figure, Serializable {}

  record Square(double side) implements Figure, Serializable {}

  /** Public, as the library wants it. */
  public static class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private int code;

    public Refused(String message, int code) {
      super(message);
      this.code = code;
    }

    public Refused(String message, Throwable cause) {
      super(message, cause);
    }

    int code() {
      return code;
    }
  }

  /** One of every kind of value that is always allowed and has equals. */
  static List<Object> values() {
    return List.of(
        true,
        0,
        -16,
        47,
        48,
        2047,
        -2048,
        262143,
        -262144,
        262144,
        Integer.MIN_VALUE,
        0L,
        -8L,
        15L,
        16L,
        -2048L,
        262143L,
        262144L,
        1L << 33,
        Long.MIN_VALUE,
        0.0,
        1.0,
        -128.0,
        127.0,
        -32768.0,
        32768.0,
        0.5,
        Math.PI,
        Double.MAX_VALUE,
        Double.NaN,
        "",
        "short",
        "x".repeat(31),
        "x".repeat(32),
        "x".repeat(0x8000),
        "x".repeat(0x8001),
        "é€😀".repeat(40_000),
        new Date(0),
        new BigDecimal("-0.001"),
        Kind.PLAIN,
        LocalDate.of(2026, 11, 21),
        LocalTime.of(1, 2, 3, 4),
        LocalDateTime.of(2026, 11, 21, 1, 2, 3, 4),
        Instant.ofEpochSecond(1, 2),
        Duration.ofMillis(1234),
        Period.of(1, 2, 3),
        Year.of(2026),
        YearMonth.of(2026, 2),
        MonthDay.of(2, 29),
        OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.ofHours(2)),
        OffsetTime.of(1, 2, 3, 4, ZoneOffset.ofHours(-3)),
        ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneId.of("Europe/Paris")),
        ZoneOffset.ofHours(1),
        ZoneId.of("Asia/Shanghai"),
        Locale.GERMANY,
        Locale.ENGLISH,
        Currency.getInstance("EUR"),
        new java.sql.Timestamp(1_000_000_000_000L),
        new java.sql.Date(86_400_000L),
        new ArrayList<>(List.of(1, "two", 3.5)),
        new HashMap<>(Map.of("a", 1)),
        new TreeMap<>(Map.of("a", new ArrayList<>())),
        new LinkedList<>(List.of("l")));
  }

  private Sample() {}

  /** An enum of the JDK, which is not on the list by itself. */
  static final DayOfWeek FOREIGN = DayOfWeek.MONDAY;
}
