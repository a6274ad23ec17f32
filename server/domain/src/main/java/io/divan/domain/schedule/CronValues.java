package io.divan.domain.schedule;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The values of one field that a cron allows.
 *
 * @param bits indexed by value less the field's least
 */
record CronValues(CronField field, BitSet bits) {

  /** Reads {@code *}, {@code ?}, values, ranges, steps and lists of them; ranges may wrap round. */
  static CronValues parse(CronField field, String text) {
    var bits = new BitSet();
    for (String part : text.split(",", -1)) {
      add(field, part, bits);
    }
    return new CronValues(field, bits);
  }

  static CronValues all(CronField field) {
    return parse(field, "*");
  }

  private static void add(CronField field, String part, BitSet bits) {
    String[] stepped = part.split("/", -1);
    if (stepped.length > 2 || part.isEmpty()) {
      throw CronField.refusal("\"" + part + "\" is no " + field.label());
    }
    int span = field.most() - field.least() + 1;
    int step = stepped.length == 2 ? step(field, stepped[1], span) : 1;
    String range = stepped[0];
    int from;
    int to;
    if (range.equals("*") || range.equals("?") || range.isEmpty()) {
      from = field.least();
      to = field.most();
    } else {
      String[] ends = range.split("-", -1);
      if (ends.length > 2) {
        throw CronField.refusal("\"" + range + "\" is no range of " + field.label());
      }
      from = field.value(ends[0]);
      to = ends.length == 2 ? field.value(ends[1]) : stepped.length == 2 ? field.most() : from;
    }
    if (to < from) {
      if (field == CronField.YEAR) {
        throw CronField.refusal("the years " + range + " end before they begin");
      }
      to += span; // from November to February
    }
    for (int value = from; value <= to; value += step) {
      bits.set((value - field.least()) % span);
    }
  }

  private static int step(CronField field, String text, int span) {
    if (!text.matches("\\d{1,4}")) {
      throw CronField.refusal("\"/" + text + "\" is no step of " + field.label());
    }
    int step = Integer.parseInt(text);
    if (step < 1 || step > span) {
      throw CronField.refusal("a step of " + step + " is too wide for " + field.label());
    }
    return step;
  }

  boolean has(int value) {
    return value >= field.least() && bits.get(value - field.least());
  }

  /** The least allowed value that is not below the given one; -1 if there is none. */
  int from(int value) {
    int next = bits.nextSetBit(Math.max(0, value - field.least()));
    return next < 0 ? -1 : next + field.least();
  }

  int first() {
    return from(field.least());
  }

  boolean isAll() {
    return bits.cardinality() == field.most() - field.least() + 1;
  }

  IntStream stream() {
    return bits.stream().map(bit -> bit + field.least());
  }
}
