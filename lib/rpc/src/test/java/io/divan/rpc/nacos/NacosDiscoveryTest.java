package io.divan.rpc.nacos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.pojo.Instance;
import io.divan.rpc.Address;
import io.divan.rpc.Discovery.Registration;
import io.divan.rpc.Discovery.Subscription;
import io.divan.rpc.ServiceInstance;
import io.divan.rpc.ServiceName;
import io.divan.rpc.ServiceRegistration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class NacosDiscoveryTest {
  private static final ServiceName NAME = ServiceName.of("a.Service");
  private static final Address ADDRESS = new Address("10.0.0.1", 12200);

  private final Registry registry = new Registry();
  private final NacosDiscovery discovery =
      new NacosDiscovery(registry::connect, Duration.ofMillis(2), Duration.ofMillis(5));
  private final Logger quiet = Logger.getLogger("io.divan.rpc.nacos");

  NacosDiscoveryTest() {
    quiet.setLevel(Level.OFF);
  }

  @AfterEach
  void close() {
    discovery.close();
    quiet.setLevel(null);
  }

  /** A registry in memory that can be away. */
  private static final class Registry implements Naming {
    private final Map<String, List<Instance>> services = new ConcurrentHashMap<>();
    private final Map<String, Consumer<List<Instance>>> listeners = new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();

    Naming connect() throws NacosException {
      failIfAway();
      return this;
    }

    private void failIfAway() throws NacosException {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new NacosException(NacosException.SERVER_ERROR, "away");
      }
    }

    @Override
    public void register(String service, Instance instance) throws NacosException {
      failIfAway();
      services.computeIfAbsent(service, k -> new ArrayList<>()).add(instance);
    }

    @Override
    public void deregister(String service, Instance instance) throws NacosException {
      failIfAway();
      services.getOrDefault(service, List.of()).remove(instance);
    }

    @Override
    public List<Instance> subscribe(String service, Consumer<List<Instance>> listener)
        throws NacosException {
      failIfAway();
      listeners.put(service, listener);
      return services.getOrDefault(service, List.of());
    }

    @Override
    public void unsubscribe(String service, Consumer<List<Instance>> listener) {
      listeners.remove(service, listener);
    }

    @Override
    public void shutDown() {}
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /** Source: sofa-rpc-all 5.13.2, {@code NacosRegistryHelper}, {@code RegistryUtils}. */
  @Test
  void aServiceIsRegisteredAsTheStockAdapterDoes() {
    Registration registration =
        discovery.register(new ServiceRegistration(NAME.withUniqueId("eu"), ADDRESS, 50, "bank"));
    await(registration::isConfirmed);
    Instance instance = registry.services.getOrDefault("a.Service:eu:DEFAULT", List.of()).get(0);
    assertThat(instance.getClusterName()).isEqualTo("default-cluster");
    assertThat(instance.getIp()).isEqualTo("10.0.0.1");
    assertThat(instance.getPort()).isEqualTo(12200);
    assertThat(instance.getMetadata())
        .containsEntry("uniqueId", "eu")
        .containsEntry("interface", "a.Service")
        .containsEntry("protocol", "bolt")
        .containsEntry("serialization", "hessian2")
        .containsEntry("weight", "50")
        .containsEntry("appName", "bank")
        .containsKeys("timeout", "delay", "id", "dynamic", "accepts", "startTime", "language")
        .containsKeys("pid", "rpcVer");
    registration.close();
    assertThat(registry.services.get("a.Service:eu:DEFAULT")).isEmpty();
  }

  @Test
  void aRegistryThatIsAwayIsAskedAgain() {
    registry.failures.set(5);
    Registration registration =
        discovery.register(new ServiceRegistration(NAME, ADDRESS, 100, "bank"));
    BlockingQueue<List<ServiceInstance>> heard = new LinkedBlockingQueue<>();
    Subscription subscription = discovery.subscribe(NAME, heard::add);
    await(registration::isConfirmed);
    await(() -> !heard.isEmpty());
    subscription.close();
    assertThat(registry.listeners).isEmpty();
  }

  @Test
  void whatWasNeverRegisteredIsNotTakenOff() {
    registry.failures.set(1_000_000);
    Registration registration =
        discovery.register(new ServiceRegistration(NAME, ADDRESS, 100, "bank"));
    registration.close();
    registry.failures.set(0);
    assertThat(registration.isConfirmed()).isFalse();
    assertThat(registry.services).isEmpty();
  }

  @Test
  void subscribersHearWhatIsThereAndWhatChanges() throws InterruptedException {
    registry.services.put("a.Service:DEFAULT", List.of(instance("10.0.0.2", Map.of(), 1)));
    BlockingQueue<List<ServiceInstance>> heard = new LinkedBlockingQueue<>();
    Subscription subscription = discovery.subscribe(NAME, heard::add);
    assertThat(heard.poll(10, TimeUnit.SECONDS))
        .containsExactly(new ServiceInstance(new Address("10.0.0.2", 1), 100));
    await(() -> registry.listeners.containsKey("a.Service:DEFAULT"));
    registry
        .listeners
        .getOrDefault("a.Service:DEFAULT", list -> {})
        .accept(List.of(instance("10.0.0.3", Map.of("weight", "40"), 0.5)));
    assertThat(heard.poll(10, TimeUnit.SECONDS))
        .containsExactly(new ServiceInstance(new Address("10.0.0.3", 1), 20));
    subscription.close();
  }

  @Test
  void onlyServersOfTheServiceOverBoltAreHeardOf() {
    Instance disabled = instance("10.0.0.9", Map.of(), 1);
    disabled.setEnabled(false);
    List<Instance> all =
        List.of(
            disabled,
            instance("10.0.0.1", Map.of("protocol", "rest"), 1),
            instance("10.0.0.2", Map.of("uniqueId", "other"), 1),
            instance("10.0.0.3", Map.of("version", "2.0"), 1),
            instance("10.0.0.4", Map.of("uniqueId", "", "protocol", "bolt"), 1),
            instance("10.0.0.5", Map.of("weight", "heavy"), 1));
    assertThat(SofaInstance.of(NAME, all).stream().map(i -> i.address().host()))
        .containsExactly("10.0.0.4", "10.0.0.5");
  }

  private static Instance instance(String ip, Map<String, String> metadata, double weight) {
    Instance instance = new Instance();
    instance.setIp(ip);
    instance.setPort(1);
    instance.setWeight(weight);
    instance.setMetadata(metadata);
    return instance;
  }

  @Test
  void whatOutlivesTheDiscoveryCanStillBeClosed() {
    Registration registration =
        discovery.register(new ServiceRegistration(NAME, ADDRESS, 100, "bank"));
    Subscription subscription = discovery.subscribe(NAME, instances -> {});
    discovery.close();
    assertThatCode(registration::close).doesNotThrowAnyException();
    assertThatCode(subscription::close).doesNotThrowAnyException();
  }
}
