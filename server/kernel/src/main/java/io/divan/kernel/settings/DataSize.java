package io.divan.kernel.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An amount of memory or disk.
 *
 * @param bytes not negative
 */
public record DataSize(long bytes) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(B|KB|MB|GB|TB)?");

  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size cannot be negative");
    }
  }

  /**
   * Reads {@code 512}, {@code 64KB}, {@code 1 GB}; units are powers of 1,024.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static DataSize parse(String text) {
    var form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!form.matches()) {
      throw new IllegalArgumentException("a size such as 64KB, 32MB or 1GB");
    }
    String unit = form.group(2) == null ? "B" : form.group(2);
    int shift = 10 * "BKMGT".indexOf(unit.charAt(0));
    return new DataSize(Math.multiplyExact(Long.parseLong(form.group(1)), 1L << shift));
  }

  /**
   * The size as an array or a buffer needs it.
   *
   * @throws ArithmeticException if it exceeds 2 GB
   */
  public int toInt() {
    return Math.toIntExact(bytes);
  }

  @Override
  public String toString() {
    String units = "BKMGT";
    int unit = 0;
    long value = bytes;
    while (value != 0 && value % 1024 == 0 && unit < units.length() - 1) {
      value /= 1024;
      unit++;
    }
    return value + (unit == 0 ? "B" : units.charAt(unit) + "B");
  }
}
