package io.divan.bank.demo;

import io.divan.bank.Clearing;
import io.divan.bank.HomeBank;
import io.divan.bank.PartnerBanks;
import io.divan.rpc.RpcException;
import io.divan.rpc.client.ClientOptions;
import io.divan.rpc.client.ReferenceOptions;
import io.divan.rpc.client.RpcClient;
import io.divan.rpc.nacos.NacosDiscovery;
import io.divan.rpc.nacos.NacosOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The bank's services, called over RPC and found through the server's registry. */
final class Services implements AutoCloseable {
  private static final Duration CALL_LIMIT = Duration.ofMinutes(1);
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final NacosDiscovery discovery;
  private final RpcClient client;
  private final HomeBank homeBank;
  private final PartnerBanks partnerBanks;
  private final Clearing clearing;

  /**
   * @param registry {@code host:port} of its nodes, with commas between
   */
  Services(String registry) {
    discovery = NacosDiscovery.connect(NacosOptions.at(registry));
    client = RpcClient.create(ClientOptions.builder().app("bank-demo").timeout(CALL_LIMIT).build());
    homeBank = refer(HomeBank.class);
    partnerBanks = refer(PartnerBanks.class);
    clearing = refer(Clearing.class);
  }

  private <T> T refer(Class<T> service) {
    return client.refer(service, ReferenceOptions.of(service).foundBy(discovery)).service();
  }

  HomeBank homeBank() {
    return homeBank;
  }

  PartnerBanks partnerBanks() {
    return partnerBanks;
  }

  Clearing clearing() {
    return clearing;
  }

  /** Something to be tried again, and when there is no point in it. */
  interface Alive {
    void require() throws DemoFailure;
  }

  /** Repeats a call that may be made twice until it succeeds: the other side may be starting. */
  static void patiently(String what, Alive alive, Runnable call) throws DemoFailure {
    long began = System.nanoTime();
    while (true) {
      try {
        call.run();
        return;
      } catch (RpcException e) {
        alive.require();
        if (System.nanoTime() - began > START_LIMIT.toNanos()) {
          throw new DemoFailure("could not " + what + ": " + e.getMessage(), e);
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  @Override
  public void close() {
    client.close();
    discovery.close();
  }
}
