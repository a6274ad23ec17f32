package io.divan.bank.demo;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * What the demo says: lines that stay, and one line of progress, which is written over on a
 * terminal and repeated now and then where there is none.
 */
final class Screen {
  private static final long PLAIN_EVERY_NANOS = 5_000_000_000L;
  private static final String ERASE = "\r\u001b[2K";

  private final PrintStream out;
  private final boolean terminal;
  private final boolean quiet;
  private boolean statusShown;
  private boolean silent;
  private long lastPlain = System.nanoTime() - PLAIN_EVERY_NANOS;

  /**
   * Writes somewhere.
   *
   * @param quiet only results and what is wrong
   */
  Screen(PrintStream out, boolean terminal, boolean quiet) {
    this.out = out;
    this.terminal = terminal;
    this.quiet = quiet;
  }

  /** Says nothing more. */
  synchronized void silence() {
    silent = true;
  }

  /** Something that happens, for those who watch. */
  void event(String text) {
    if (!quiet) {
      result(text);
    }
  }

  /** Something that is said in any case. */
  synchronized void result(String text) {
    if (silent) {
      return;
    }
    if (statusShown) {
      out.print(ERASE);
      statusShown = false;
    }
    out.println(text);
    out.flush();
  }

  /** How things stand. */
  synchronized void status(String text) {
    if (quiet || silent) {
      return;
    }
    if (terminal) {
      out.print(ERASE + text);
      out.flush();
      statusShown = true;
    } else if (System.nanoTime() - lastPlain >= PLAIN_EVERY_NANOS) {
      lastPlain = System.nanoTime();
      out.println(text);
      out.flush();
    }
  }

  static String count(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  static String money(BigDecimal amount) {
    return String.format(Locale.ENGLISH, "%,.2f", amount);
  }
}
