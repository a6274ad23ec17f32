package io.divan.rpc.end;

import io.divan.rpc.CallContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers, and remembers what it was asked. */
final class AccountsInMemory implements Accounts {
  final BlockingQueue<String> touched = new LinkedBlockingQueue<>();
  final BlockingQueue<Long> remaining = new LinkedBlockingQueue<>();
  final CountDownLatch release = new CountDownLatch(1);

  @Override
  public String echo(String text) {
    return text;
  }

  @Override
  public Account find(String id) throws NoSuchAccount {
    if (id.isEmpty()) {
      throw new NoSuchAccount("none", "the empty one", new IllegalArgumentException("id"));
    }
    return new Account(id, new BigDecimal("1.50"), Kind.SAVINGS);
  }

  @Override
  public Map<String, List<Account>> byOwner(List<String> ids) {
    Map<String, List<Account>> found = new TreeMap<>();
    for (String id : ids) {
      found
          .computeIfAbsent(id.substring(0, 1), k -> new ArrayList<>())
          .add(new Account(id, BigDecimal.ONE, Kind.CURRENT));
    }
    return found;
  }

  @Override
  public int add(int a, int b) {
    return a + b;
  }

  @Override
  public short narrow(short value) {
    return value;
  }

  @Override
  public void touch(String id) {
    touched.add(id);
  }

  @Override
  public Object anything(@Nullable Object value) {
    return value == null ? "null" : value;
  }

  @Override
  public CompletableFuture<String> later(String text) {
    return CompletableFuture.supplyAsync(() -> {
      if (text.isEmpty()) {
        throw new IllegalStateException("empty");
      }
      return "later " + text;
    });
  }

  /** Waits for the test's release, at most so long. */
  @Override
  public String slow(long millis) {
    CallContext context = CallContext.current();
    remaining.add(context == null ? -1 : context.remainingNanos());
    try {
      boolean released = release.await(millis, TimeUnit.MILLISECONDS);
      return released ? "released" : "slept";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  @Override
  public void fails(String how) throws NoSuchAccount {
    switch (how) {
      case "jdk" -> throw new UnsupportedOperationException("not yet");
      case "foreign" -> throw new Undeclared("secret class");
      case "error" -> throw new AssertionError("broken");
      case "result" -> throw new IllegalStateException("", new Undeclared("inner"));
      default -> throw new NoSuchAccount(how, how, new IllegalArgumentException(how));
    }
  }

  /** Of no interface's signatures. */
  static final class Undeclared extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undeclared(String message) {
      super(message);
    }
  }
}
