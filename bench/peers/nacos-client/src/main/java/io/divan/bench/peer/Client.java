package io.divan.bench.peer;

import com.alibaba.nacos.api.NacosFactory;
import com.alibaba.nacos.api.config.ConfigService;
import com.alibaba.nacos.api.config.listener.AbstractListener;
import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingService;
import com.alibaba.nacos.api.naming.listener.NamingEvent;
import com.alibaba.nacos.api.naming.pojo.Instance;
import io.divan.bench.load.Driver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Configurations published and instances registered by one pair of clients, and heard of by another
 * pair, over a thousand keys each.
 */
public final class Client {
  private static final String GROUP = "bench";
  private static final int KEYS = 1_000;
  private static final int LIMIT_SECONDS = 10;
  private static final String FILL = "x".repeat(200);

  private final ConfigService publisher;
  private final NamingService registrar;
  private final AtomicInteger turn = new AtomicInteger();
  private final Map<String, CompletableFuture<Boolean>> awaited = new ConcurrentHashMap<>();

  private Client(ConfigService publisher, NamingService registrar) {
    this.publisher = publisher;
    this.registrar = registrar;
  }

  /** Starts it; the argument is the server's port. */
  public static void main(String[] args) throws Exception {
    String server = "127.0.0.1:" + args[0];
    Client client =
        new Client(
            NacosFactory.createConfigService(server), NacosFactory.createNamingService(server));
    client.listen(
        NacosFactory.createConfigService(server), NacosFactory.createNamingService(server));
    Driver.run(
        Map.of(
            "publish", client::publish,
            "publish-to-push", client::publishAndHear,
            "register-to-push", client::registerAndHear));
  }

  private void listen(ConfigService listener, NamingService subscriber) throws NacosException {
    for (int key = 0; key < KEYS; key++) {
      listener.addListener("heard-" + key, GROUP, new Heard());
      subscriber.subscribe("service-" + key, GROUP, event -> seen((NamingEvent) event));
    }
  }

  /** Completes what waits for a content. */
  private final class Heard extends AbstractListener {
    @Override
    public void receiveConfigInfo(String content) {
      heard(content);
    }
  }

  private void seen(NamingEvent event) {
    for (Instance instance : event.getInstances()) {
      heard(event.getServiceName() + ":" + instance.getMetadata().get("turn"));
    }
  }

  private void heard(String what) {
    CompletableFuture<Boolean> waiting = awaited.get(what);
    if (waiting != null) {
      waiting.complete(true);
    }
  }

  private Object publish() throws NacosException {
    int now = turn.incrementAndGet();
    return publisher.publishConfig("key-" + now % KEYS, GROUP, now + FILL) ? this : null;
  }

  private Object publishAndHear() throws Exception {
    int now = turn.incrementAndGet();
    String content = now + FILL;
    return await(content, () -> publisher.publishConfig("heard-" + now % KEYS, GROUP, content));
  }

  private Object registerAndHear() throws Exception {
    int now = turn.incrementAndGet();
    String service = "service-" + now % KEYS;
    Instance instance = new Instance();
    instance.setIp("10.0.0.1");
    instance.setPort(80);
    instance.addMetadata("turn", String.valueOf(now));
    return await(service + ":" + now, () -> registrar.registerInstance(service, GROUP, instance));
  }

  private interface Change {
    void make() throws NacosException;
  }

  private Object await(String what, Change change) throws Exception {
    CompletableFuture<Boolean> heard = new CompletableFuture<>();
    awaited.put(what, heard);
    try {
      change.make();
      return heard.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } finally {
      awaited.remove(what);
    }
  }
}
