package io.divan.conformance.sofarpc.peer;

import com.alipay.common.tracer.core.holder.SofaTraceContextHolder;
import com.alipay.sofa.rpc.api.future.SofaResponseFuture;
import com.alipay.sofa.rpc.config.ConsumerConfig;
import com.alipay.sofa.rpc.core.exception.RpcErrorType;
import com.alipay.sofa.rpc.core.exception.SofaRpcException;
import com.alipay.sofa.rpc.core.exception.SofaTimeOutException;
import com.alipay.sofa.rpc.core.invoke.SofaResponseCallback;
import com.alipay.sofa.rpc.core.request.RequestBase;
import io.divan.conformance.sofarpc.api.Ledger;
import io.divan.conformance.sofarpc.api.LedgerCases;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A stock client that runs every case against a server and prints {@code passed<TAB>name} or {@code
 * failed<TAB>name<TAB>why} for each.
 *
 * <p>Arguments: the server's port, the port of one that has a single thread and no queue.
 */
public final class StockClient {
  private StockClient() {}

  public static void main(String[] args) {
    String url = "bolt://127.0.0.1:" + args[0];
    String busyUrl = "bolt://127.0.0.1:" + args[1];
    Ledger ledger = refer(url, "sync", 10_000);
    Map<String, LedgerCases.Case> cases = new LinkedHashMap<>(LedgerCases.all());
    cases.put("future", l -> future(url));
    cases.put("callback", l -> callback(url));
    cases.put("one-way", l -> oneWay(url));
    cases.put("timeout", l -> timeout(url));
    cases.put("busy", l -> busy(busyUrl));
    cases.put("unknown service", l -> unknownService(url));
    cases.put("trace keys", StockClient::trace);
    cases.put("heartbeat keeps the connection", StockClient::heartbeat);
    cases.put("generic call", l -> StockGeneric.call(url));
    cases.put("Bolt v2", l -> StockBoltV2.call(args[0], false));
    cases.put("Bolt v2 with CRC", l -> StockBoltV2.call(args[0], true));
    cases.forEach((name, test) -> run(name, test, ledger));
    Runtime.getRuntime().halt(0);
  }

  private static void run(String name, LedgerCases.Case test, Ledger ledger) {
    try {
      test.run(ledger);
      System.out.println("passed\t" + name);
    } catch (Throwable e) { // whatever it is, the case has failed
      System.out.println("failed\t" + name + "\t" + String.valueOf(e).replaceAll("\\s", " "));
    }
  }

  static ConsumerConfig<Ledger> config(String url, String invokeType, int timeout) {
    return new ConsumerConfig<Ledger>()
        .setInterfaceId(Ledger.class.getName())
        .setProtocol("bolt")
        .setDirectUrl(url)
        .setRegister(false)
        .setInvokeType(invokeType)
        .setRepeatedReferLimit(-1)
        .setTimeout(timeout);
  }

  private static Ledger refer(String url, String invokeType, int timeout) {
    return config(url, invokeType, timeout).refer();
  }

  private static void future(String url) throws Exception {
    Ledger ledger = refer(url, "future", 5_000);
    LedgerCases.same(null, ledger.text("later"));
    LedgerCases.same("later", SofaResponseFuture.getResponse(5_000, true));
  }

  private static void callback(String url) throws Exception {
    BlockingQueue<Object> got = new LinkedBlockingQueue<>();
    Ledger ledger =
        config(url, "callback", 5_000)
            .setOnReturn(
                new SofaResponseCallback<Object>() {
                  @Override
                  public void onAppResponse(Object result, String method, RequestBase request) {
                    got.add(result);
                  }

                  @Override
                  public void onAppException(Throwable e, String method, RequestBase request) {
                    got.add(e);
                  }

                  @Override
                  public void onSofaException(
                      SofaRpcException e, String method, RequestBase request) {
                    got.add(e);
                  }
                })
            .refer();
    LedgerCases.same(null, ledger.text("called back"));
    LedgerCases.same("called back", got.poll(5, TimeUnit.SECONDS));
  }

  private static void oneWay(String url) throws Exception {
    refer(url, "oneway", 5_000).note("one-way");
    Ledger ledger = refer(url, "sync", 5_000);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!ledger.noted().contains("one-way")) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the note never arrived");
      }
    }
  }

  private static void timeout(String url) {
    Ledger ledger = refer(url, "sync", 200);
    try {
      ledger.slow(3_000);
    } catch (SofaTimeOutException e) {
      return;
    }
    throw new AssertionError("no timeout");
  }

  private static void busy(String url) throws Exception {
    Ledger turnedAway = refer(url, "sync", 5_000);
    Ledger future = refer(url, "future", 5_000);
    for (int i = 0; i < 4; i++) {
      future.slow(3_000);
    }
    try {
      turnedAway.text("no room");
    } catch (SofaRpcException e) {
      LedgerCases.same(RpcErrorType.SERVER_BUSY, e.getErrorType());
      return;
    }
    throw new AssertionError("the server had room");
  }

  private static void unknownService(String url) {
    Ledger ledger =
        new ConsumerConfig<Ledger>()
            .setInterfaceId(Ledger.class.getName())
            .setUniqueId("missing")
            .setProtocol("bolt")
            .setDirectUrl(url)
            .setRegister(false)
            .setRepeatedReferLimit(-1)
            .setTimeout(3_000)
            .refer();
    try {
      ledger.text("x");
    } catch (SofaRpcException e) {
      if (String.valueOf(e.getMessage()).contains("missing")) {
        return;
      }
      throw e;
    }
    throw new AssertionError("a service that is not there answered");
  }

  private static void trace(Ledger ledger) {
    Map<String, String> first = ledger.seen();
    if (!first.getOrDefault("traceId", "").matches("[0-9a-f]{20,}[0-9]*")) {
      throw new AssertionError("no SOFA trace id: " + first);
    }
    LedgerCases.same("0", first.get("rpcId"));
    LedgerCases.same(true, SofaTraceContextHolder.getSofaTraceContext().getCurrentSpan() == null);
  }

  /** The heartbeat's interval and the server's patience are set much shorter than by default. */
  private static void heartbeat(Ledger ledger) throws Exception {
    String before = ledger.seen().get("remote");
    boolean never = new CountDownLatch(1).await(3, TimeUnit.SECONDS);
    LedgerCases.same(List.of(false, before), List.of(never, ledger.seen().get("remote")));
  }
}
