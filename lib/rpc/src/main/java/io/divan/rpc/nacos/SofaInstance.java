package io.divan.rpc.nacos;

import com.alibaba.nacos.api.naming.pojo.Instance;
import io.divan.rpc.Address;
import io.divan.rpc.ServiceInstance;
import io.divan.rpc.ServiceName;
import io.divan.rpc.ServiceRegistration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A server of a service as SOFARPC's Nacos adapter writes it down.
 *
 * <p>Its name for a service has no version: {@code interface[:uniqueId]:DEFAULT}, DEFAULT standing
 * for Bolt. Ours puts the version into the metadata, and takes an instance that has none there.
 */
final class SofaInstance {
  /** The version of the peer that we are held to; from 50100 on it sends the newer trace key. */
  private static final String RPC_VERSION = "51302";

  private static final String PROTOCOL = "protocol";
  private static final String UNIQUE_ID = "uniqueId";
  private static final String VERSION = "version";
  private static final String WEIGHT = "weight";

  private SofaInstance() {}

  static String serviceName(ServiceName name) {
    return name.uniqueId().isEmpty()
        ? name.interfaceName() + ":DEFAULT"
        : name.interfaceName() + ":" + name.uniqueId() + ":DEFAULT";
  }

  static Instance of(ServiceRegistration service, long startedAtMillis) {
    Map<String, String> metadata = new HashMap<>();
    metadata.put(UNIQUE_ID, service.name().uniqueId());
    metadata.put("interface", service.name().interfaceName());
    metadata.put(VERSION, service.name().version());
    metadata.put("timeout", "0");
    metadata.put("delay", "-1");
    metadata.put("id", "");
    metadata.put("dynamic", "true");
    metadata.put(WEIGHT, String.valueOf(service.weight()));
    metadata.put("accepts", "100000");
    metadata.put("startTime", String.valueOf(startedAtMillis));
    metadata.put("appName", service.app());
    metadata.put("serialization", "hessian2");
    metadata.put(PROTOCOL, "bolt");
    metadata.put("language", "java");
    metadata.put("pid", String.valueOf(ProcessHandle.current().pid()));
    metadata.put("rpcVer", RPC_VERSION);
    Instance instance = new Instance();
    instance.setClusterName(NacosNaming.CLUSTER);
    instance.setServiceName(serviceName(service.name()));
    instance.setIp(service.address().host());
    instance.setPort(service.address().port());
    instance.setMetadata(metadata);
    return instance;
  }

  /** Those of a list that offer the service over Bolt. */
  static List<ServiceInstance> of(ServiceName name, List<Instance> instances) {
    return instances.stream()
        .filter(i -> i.isEnabled() && i.isHealthy() && offers(i, name))
        .map(SofaInstance::toInstance)
        .toList();
  }

  private static boolean offers(Instance instance, ServiceName name) {
    Map<String, String> metadata = metadata(instance);
    return metadata.getOrDefault(PROTOCOL, "bolt").equals("bolt")
        && metadata.getOrDefault(UNIQUE_ID, "").equals(name.uniqueId())
        && metadata.getOrDefault(VERSION, name.version()).equals(name.version());
  }

  /** Nacos' weight, 1 being the usual, multiplies the peer's own, 100 being the usual. */
  private static ServiceInstance toInstance(Instance instance) {
    int own = ServiceInstance.USUAL_WEIGHT;
    try {
      own = Integer.parseInt(metadata(instance).getOrDefault(WEIGHT, String.valueOf(own)));
    } catch (NumberFormatException e) {
      own = ServiceInstance.USUAL_WEIGHT; // somebody else's idea of a weight
    }
    long weight = Math.round(Math.max(0, own) * Math.max(0, instance.getWeight()));
    return new ServiceInstance(
        new Address(instance.getIp(), instance.getPort()), (int) Math.min(weight, 1_000_000));
  }

  private static Map<String, String> metadata(Instance instance) {
    Map<String, String> metadata = instance.getMetadata();
    return metadata == null ? Map.of() : metadata;
  }
}
