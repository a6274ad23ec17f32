package io.divan.conformance.sofarpc.api;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object of many kinds of fields. */
@SuppressWarnings({"JavaUtilDate", "JdkObsolete", "NonApiType"}) // what applications have
public class Transfer extends Entry implements Serializable {
  private static final long serialVersionUID = 1L;

  /** An enum. */
  public enum Kind {
    STANDING_ORDER,
    CARD
  }

  /** A part. */
  public static class Leg implements Serializable {
    private static final long serialVersionUID = 1L;

    public @Nullable String bank;
    public @Nullable BigDecimal amount;

    public Leg() {}

    public Leg(String bank, BigDecimal amount) {
      this.bank = bank;
      this.amount = amount;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Leg leg
          && Arrays.asList(bank, amount).equals(Arrays.asList(leg.bank, leg.amount));
    }

    @Override
    public int hashCode() {
      return Arrays.asList(bank, amount).hashCode();
    }
  }

  public int count;
  public long number;
  public short shortNumber;
  public byte tiny;
  public float ratio;
  public double rate;
  public boolean done;
  public char letter = 'a';
  public @Nullable Integer boxed;
  public @Nullable Boolean flag;
  public @Nullable String text;
  public @Nullable BigDecimal amount;
  public @Nullable Date booked;
  public java.sql.@Nullable Timestamp stamped;
  public @Nullable LocalDate day;
  public @Nullable LocalDateTime time;
  public @Nullable ZonedDateTime zoned;
  public @Nullable Instant instant;
  public @Nullable Duration duration;
  public @Nullable Locale locale;
  public @Nullable Kind kind;
  public @Nullable List<Leg> legs;
  public @Nullable Set<String> tags;
  public @Nullable LinkedList<Integer> linked;
  public @Nullable Map<String, List<Leg>> byBank;
  public @Nullable Map<Kind, Integer> counts;
  public int @Nullable [] digits;
  public byte @Nullable [] signature;
  public String @Nullable [] names;
  public Leg @Nullable [] parts;
  public int @Nullable [] @Nullable [] grid;
  public @Nullable Object anything;
  public @Nullable Transfer next;

  private List<@Nullable Object> fields() {
    return Arrays.asList(
        count,
        number,
        shortNumber,
        tiny,
        ratio,
        rate,
        done,
        letter,
        boxed,
        flag,
        text,
        amount,
        booked,
        stamped,
        day,
        time,
        zoned,
        instant,
        duration,
        locale,
        kind,
        legs,
        tags,
        linked,
        byBank,
        counts,
        Arrays.toString(digits),
        Arrays.toString(signature),
        Arrays.toString(names),
        parts == null ? null : Arrays.asList(parts),
        Arrays.deepToString(grid),
        anything,
        inherited);
  }

  /** Everything but {@code next}, which may lead back here. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Transfer transfer && fields().equals(transfer.fields());
  }

  @Override
  public int hashCode() {
    return fields().hashCode();
  }

  @Override
  public String toString() {
    return "Transfer" + fields();
  }
}
