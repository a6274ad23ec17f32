package io.divan.conformance.sofarpc.peer;

import com.alipay.common.tracer.core.holder.SofaTraceContextHolder;
import com.alipay.common.tracer.core.span.SofaTracerSpan;
import com.alipay.sofa.rpc.config.ProviderConfig;
import com.alipay.sofa.rpc.config.ServerConfig;
import com.alipay.sofa.rpc.context.RpcInternalContext;
import io.divan.conformance.sofarpc.api.Ledger;
import io.divan.conformance.sofarpc.api.LedgerInMemory;
import java.util.HashMap;
import java.util.Map;

/**
 * A stock server, until its input ends. Says {@code ready} when it listens.
 *
 * <p>Arguments: the port, the most threads, the length of their queue.
 */
public final class StockServer {
  private StockServer() {}

  public static void main(String[] args) throws Exception {
    ServerConfig server =
        new ServerConfig()
            .setProtocol("bolt")
            .setHost("127.0.0.1")
            .setPort(Integer.parseInt(args[0]))
            .setCoreThreads(Integer.parseInt(args[1]))
            .setMaxThreads(Integer.parseInt(args[1]))
            .setQueues(Integer.parseInt(args[2]))
            .setDaemon(false);
    new ProviderConfig<Ledger>()
        .setInterfaceId(Ledger.class.getName())
        .setRef(new LedgerInMemory(StockServer::seen))
        .setServer(server)
        .setRegister(false)
        .export();
    new ProviderConfig<Ledger>()
        .setInterfaceId(Ledger.class.getName())
        .setUniqueId("second")
        .setRef(new LedgerInMemory(() -> new HashMap<>(Map.of("service", "second"))))
        .setServer(server)
        .setRegister(false)
        .export();
    System.out.println("ready");
    while (System.in.read() >= 0) {
      continue; // until the test lets go
    }
    Runtime.getRuntime().halt(0);
  }

  private static Map<String, String> seen() {
    Map<String, String> seen = new HashMap<>();
    SofaTracerSpan span = SofaTraceContextHolder.getSofaTraceContext().getCurrentSpan();
    if (span != null) {
      seen.put("traceId", span.getSofaTracerSpanContext().getTraceId());
      seen.put("rpcId", span.getSofaTracerSpanContext().getSpanId());
    }
    seen.put("remote", String.valueOf(RpcInternalContext.getContext().getRemoteAddress()));
    return seen;
  }
}
