package io.divan.rpc.nacos;

import com.alibaba.nacos.api.PropertyKeyConst;
import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingFactory;
import com.alibaba.nacos.api.naming.NamingService;
import com.alibaba.nacos.api.naming.listener.EventListener;
import com.alibaba.nacos.api.naming.listener.NamingEvent;
import com.alibaba.nacos.api.naming.pojo.Instance;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The registry as nacos-client shows it. */
final class NacosNaming implements Naming {
  static final String CLUSTER = "default-cluster";

  private final NamingService service;
  private final Map<Consumer<List<Instance>>, EventListener> listeners = new ConcurrentHashMap<>();

  private NacosNaming(NamingService service) {
    this.service = service;
  }

  static NacosNaming connect(NacosOptions options) throws NacosException {
    Properties properties = new Properties();
    properties.putAll(options.properties());
    properties.setProperty(PropertyKeyConst.SERVER_ADDR, options.servers());
    properties.setProperty(PropertyKeyConst.NAMESPACE, options.namespace());
    return new NacosNaming(NamingFactory.createNamingService(properties));
  }

  @Override
  public void register(String name, Instance instance) throws NacosException {
    service.registerInstance(name, instance);
  }

  @Override
  public void deregister(String name, Instance instance) throws NacosException {
    service.deregisterInstance(name, instance);
  }

  @Override
  public List<Instance> subscribe(String name, Consumer<List<Instance>> listener)
      throws NacosException {
    EventListener adapter =
        listeners.computeIfAbsent(
            listener,
            l ->
                event -> {
                  if (event instanceof NamingEvent change) {
                    List<Instance> instances = change.getInstances();
                    l.accept(instances == null ? List.of() : instances);
                  }
                });
    service.subscribe(name, List.of(CLUSTER), adapter);
    return service.getAllInstances(name, List.of(CLUSTER));
  }

  @Override
  public void unsubscribe(String name, Consumer<List<Instance>> listener) throws NacosException {
    EventListener adapter = listeners.remove(listener);
    if (adapter != null) {
      service.unsubscribe(name, List.of(CLUSTER), adapter);
    }
  }

  @Override
  public void shutDown() throws NacosException {
    service.shutDown();
  }
}
