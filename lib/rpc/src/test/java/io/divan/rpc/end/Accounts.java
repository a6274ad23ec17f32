package io.divan.rpc.end;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The service of the tests. */
interface Accounts {
  String echo(String text);

  Account find(String id) throws NoSuchAccount;

  Map<String, List<Account>> byOwner(List<String> ids);

  int add(int a, int b);

  short narrow(short value);

  void touch(String id);

  Object anything(@Nullable Object value);

  CompletableFuture<String> later(String text);

  String slow(long millis);

  void fails(String how) throws NoSuchAccount;

  record Account(String id, BigDecimal balance, Kind kind) {}

  enum Kind {
    CURRENT,
    SAVINGS
  }

  /** What the service itself throws. */
  final class NoSuchAccount extends Exception {
    private static final long serialVersionUID = 1L;

    private final String id;

    NoSuchAccount(String message, String id, Throwable cause) {
      super(message, cause);
      this.id = id;
    }

    /** For the codec. */
    public NoSuchAccount(String message, Throwable cause) {
      this(message, "", cause);
    }

    String id() {
      return id;
    }
  }
}
