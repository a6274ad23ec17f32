package io.divan.conformance.sofarpc.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The service, the same at either side. */
public final class LedgerInMemory implements Ledger {
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final Supplier<Map<String, String>> seen;

  /**
   * @param seen what this side can tell about the call it is serving
   */
  public LedgerInMemory(Supplier<Map<String, String>> seen) {
    this.seen = seen;
  }

  @Override
  public Transfer transfer(Transfer transfer) {
    return transfer;
  }

  @Override
  public @Nullable Object anything(@Nullable Object value) {
    return value;
  }

  @Override
  public String text(String text) {
    return text;
  }

  @Override
  public int sum(int... numbers) {
    int sum = 0;
    for (int number : numbers) {
      sum += number;
    }
    return sum;
  }

  @Override
  public double mean(double first, float second, long third, short fourth, byte fifth) {
    return (first + second + third + fourth + fifth) / 5;
  }

  @Override
  public boolean not(boolean value) {
    return !value;
  }

  @Override
  public Transfer[] all(Transfer[] transfers) {
    return transfers;
  }

  @Override
  public Map<String, List<Transfer>> grouped(List<Transfer> transfers) {
    Map<String, List<Transfer>> grouped = new TreeMap<>();
    for (Transfer transfer : transfers) {
      grouped.computeIfAbsent(String.valueOf(transfer.text), k -> new ArrayList<>()).add(transfer);
    }
    return grouped;
  }

  @Override
  public String overloaded(String text) {
    return "text " + text.toLowerCase(Locale.ROOT);
  }

  @Override
  public String overloaded(int number) {
    return "number " + number;
  }

  @Override
  public void nothing() {}

  @Override
  public void refuse(String code) throws Refused {
    if (code.equals("runtime")) {
      throw new IllegalStateException("a runtime exception");
    }
    throw new Refused("refused: " + code, code);
  }

  @Override
  public void note(String text) {
    notes.add(text);
  }

  @Override
  public List<String> noted() {
    return new ArrayList<>(notes);
  }

  @Override
  public String slow(int millis) {
    try {
      boolean never = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
      return never ? "never" : "slow";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  @Override
  public Map<String, String> seen() {
    return seen.get();
  }
}
