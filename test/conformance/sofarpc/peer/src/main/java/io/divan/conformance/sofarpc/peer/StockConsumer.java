package io.divan.conformance.sofarpc.peer;

import com.alipay.sofa.rpc.config.ConsumerConfig;
import com.alipay.sofa.rpc.core.exception.SofaRpcException;
import io.divan.conformance.sofarpc.api.Ledger;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * A stock client that finds its servers through its own Nacos adapter, and prints the names of
 * those that answer whenever they change: {@code [a, b]}.
 *
 * <p>Argument: the registry's {@code host:port}.
 */
public final class StockConsumer {
  private static final int CALLS = 40; // in which a server that is there gets its turn
  private static final long PAUSE_NANOS = 20_000_000;

  private StockConsumer() {}

  public static void main(String[] args) {
    Ledger ledger =
        new ConsumerConfig<Ledger>()
            .setInterfaceId(Ledger.class.getName())
            .setProtocol("bolt")
            .setRegistry(StockProvider.registry(args[0]))
            .setTimeout(3_000)
            .refer();
    System.out.println("ready");
    SortedSet<String> last = new TreeSet<>();
    while (true) {
      SortedSet<String> answering = answering(ledger);
      if (!answering.equals(last)) {
        System.out.println(answering);
        last = answering;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static SortedSet<String> answering(Ledger ledger) {
    SortedSet<String> names = new TreeSet<>();
    for (int i = 0; i < CALLS; i++) {
      try {
        names.add(ledger.seen().get("server"));
      } catch (SofaRpcException e) { // the server has gone, or there is none
        LockSupport.parkNanos(PAUSE_NANOS / CALLS);
      }
    }
    return names;
  }
}
