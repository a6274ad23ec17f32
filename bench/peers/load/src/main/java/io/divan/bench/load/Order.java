package io.divan.bench.load;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The object of 18 fields that is sent there and back. */
@SuppressWarnings("JavaUtilDate") // what applications have
public class Order implements Serializable {
  private static final long serialVersionUID = 1L;

  /** An enum. */
  public enum Kind {
    STANDING,
    ONCE
  }

  /** A part. */
  public static class Line implements Serializable {
    private static final long serialVersionUID = 1L;

    public @Nullable String article;
    public int quantity;
  }

  public long id;
  public int version;
  public short priority;
  public byte flags;
  public boolean paid;
  public double rate;
  public float share;
  public @Nullable String customer;
  public @Nullable String bank;
  public @Nullable String note;
  public @Nullable BigDecimal amount;
  public @Nullable Date created;
  public @Nullable Kind kind;
  public @Nullable List<String> tags;
  public @Nullable Map<String, Integer> counts;
  public int @Nullable [] days;
  public @Nullable Line first;
  public @Nullable List<Line> lines;

  /** The order that all contenders send. */
  public static Order sample() {
    Order order = new Order();
    order.id = 4_711_000_000_001L;
    order.version = 3;
    order.priority = 7;
    order.flags = 1;
    order.paid = true;
    order.rate = 1.0725;
    order.share = 0.25f;
    order.customer = "Ann Example";
    order.bank = "YZ";
    order.note = "standing order, monthly";
    order.amount = new BigDecimal("327.90");
    order.created = new Date(1_763_700_000_000L);
    order.kind = Kind.STANDING;
    order.tags = new ArrayList<>(List.of("household", "rent", "monthly"));
    order.counts = new HashMap<>(Map.of("retries", 0, "reminders", 2));
    order.days = new int[] {1, 15, 28, 31};
    order.first = line("flat", 1);
    order.lines = new ArrayList<>(List.of(line("heating", 2), line("water", 3)));
    return order;
  }

  private static Line line(String article, int quantity) {
    Line line = new Line();
    line.article = article;
    line.quantity = quantity;
    return line;
  }
}
