package io.divan.rpc.nacos;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which Nacos to use and how.
 *
 * @param servers {@code host:port}, several with commas
 * @param namespace the one SOFARPC's adapter uses unless it is told otherwise
 * @param properties whatever else nacos-client is to be told: {@code username}, {@code password}
 * @param retryFirst the pause after the first failure
 * @param retryMost the longest pause, reached by doubling
 */
public record NacosOptions(
    String servers,
    String namespace,
    Map<String, String> properties,
    Duration retryFirst,
    Duration retryMost) {

  public static final String DEFAULT_NAMESPACE = "sofa-rpc";

  public NacosOptions {
    properties = Map.copyOf(properties);
  }

  public static NacosOptions at(String servers) {
    return new NacosOptions(
        servers, DEFAULT_NAMESPACE, Map.of(), Duration.ofMillis(500), Duration.ofSeconds(10));
  }

  public NacosOptions withNamespace(String id) {
    return new NacosOptions(servers, id, properties, retryFirst, retryMost);
  }

  public NacosOptions withProperty(String key, String value) {
    Map<String, String> all = new LinkedHashMap<>(properties);
    all.put(key, value);
    return new NacosOptions(servers, namespace, all, retryFirst, retryMost);
  }
}
