package io.divan.conformance.seata;

import io.divan.process.Await;
import io.divan.process.ServerProcess;
import java.time.Duration;
import org.apache.seata.core.exception.TransactionException;
import org.apache.seata.core.model.GlobalStatus;
import org.apache.seata.rm.RMClient;
import org.apache.seata.tm.TMClient;
import org.apache.seata.tm.api.GlobalTransaction;
import org.apache.seata.tm.api.GlobalTransactionContext;

/** The library as an application without Spring starts it; once per JVM, as it has statics. */
final class Client {
  static final String GROUP = "conformance";
  static final int TIMEOUT = 60_000;

  private Client() {}

  static void start(ServerProcess server, String application) {
    start("127.0.0.1:" + server.seataPort(), application);
  }

  static void start(String address, String application) {
    System.setProperty("service.default.grouplist", address);
    TMClient.init(application, GROUP);
    RMClient.init(application, GROUP);
  }

  static GlobalTransaction begin() throws TransactionException {
    return begin(TIMEOUT);
  }

  static GlobalTransaction begin(int timeoutMillis) throws TransactionException {
    GlobalTransaction transaction = GlobalTransactionContext.createNew();
    transaction.begin(timeoutMillis, "conformance");
    return transaction;
  }

  /** Asks until the transaction stands as expected. */
  static void awaitStatus(String xid, GlobalStatus expected) {
    awaitStatus(xid, expected, Duration.ofSeconds(20));
  }

  static void awaitStatus(String xid, GlobalStatus expected, Duration limit) {
    Await.until(
        xid + " to be " + expected,
        limit,
        () -> GlobalTransactionContext.reload(xid).getStatus() == expected);
  }
}
