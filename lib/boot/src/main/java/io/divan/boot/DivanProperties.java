package io.divan.boot;

import com.alibaba.nacos.api.PropertyKeyConst;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Where Divan is and what the application does with it.
 *
 * @param server {@code host}, or {@code host:port} with the port of Nacos' HTTP, several with
 *     commas; without it the starter does nothing
 * @param nacosPort Nacos' HTTP port where {@code server} has none; gRPC is 1000 above it
 * @param seataPort the transaction coordinator's port
 * @param namespace whose registry and configuration to use; empty for the public one
 * @param username who the application is, where the server asks for passwords
 * @param password the user's password
 * @param accessKey who the application is, where the server asks for signatures
 * @param secretKey what is signed with
 * @param rpc services offered and called
 * @param tx global transactions
 * @param config configuration kept on the server
 * @param guard limits and circuit breakers
 * @param job scheduled jobs that the application runs
 */
@ConfigurationProperties("divan")
public record DivanProperties(
    @Nullable String server,
    @DefaultValue("8848") int nacosPort,
    @DefaultValue("8091") int seataPort,
    @DefaultValue("") String namespace,
    @Nullable String username,
    @Nullable String password,
    @Nullable String accessKey,
    @Nullable String secretKey,
    @DefaultValue Rpc rpc,
    @DefaultValue Tx tx,
    @DefaultValue Config config,
    @DefaultValue Guard guard,
    @DefaultValue Job job) {

  /**
   * Services offered and called.
   *
   * @param host where to listen; beyond loopback everybody who reaches the port may call
   * @param port where to listen, 0 for any free port; not opened if nothing is offered
   * @param advertisedAddress what other applications are told, {@code host} or {@code host:port};
   *     the listening address if there is only one
   * @param namespace whose services these are; {@code divan.namespace} if that is set, else the one
   *     SOFARPC's own Nacos adapter uses
   * @param timeout how long a call may take unless its reference says otherwise
   * @param drainTimeout how long calls under way may take when the application stops
   */
  public record Rpc(
      @DefaultValue("127.0.0.1") String host,
      @DefaultValue("12200") int port,
      @Nullable String advertisedAddress,
      @Nullable String namespace,
      @DefaultValue("3s") Duration timeout,
      @DefaultValue("10s") Duration drainTimeout) {}

  /**
   * Global transactions.
   *
   * @param enabled whether the application begins or joins any
   * @param group the name under which Seata's library looks up its server
   * @param dataSources what becomes of beans that are data sources
   * @param properties whatever else Seata's library is to be told, by its own keys: {@code
   *     client.rm.lock.retryTimes}
   */
  public record Tx(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("divan") String group,
      @DefaultValue("at") DataSources dataSources,
      @DefaultValue Map<String, String> properties) {}

  /** How a data source takes part in global transactions. */
  public enum DataSources {
    /** With row images in the table {@code undo_log}, which has to exist. */
    AT,
    /** With the database's own two-phase commit. */
    XA,
    /** Not at all. */
    NONE
  }

  /**
   * Configuration kept on the server.
   *
   * @param enabled whether to read {@code <application>.properties} and {@code <application>.yaml}
   * @param group the group both are in
   * @param timeout how long the start waits for them; later they still come, as a change
   */
  public record Config(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("DEFAULT_GROUP") String group,
      @DefaultValue("3s") Duration timeout) {}

  /**
   * Limits and circuit breakers around calls of services, both those offered and those made.
   *
   * @param enabled whether to read Sentinel's rules from {@code <application>-flow-rules}, {@code
   *     -degrade-rules}, {@code -authority-rules} and {@code -param-flow-rules}
   * @param group the group they are in
   */
  public record Guard(
      @DefaultValue("true") boolean enabled, @DefaultValue("SENTINEL_GROUP") String group) {}

  /**
   * Scheduled jobs that the application runs, if {@code com.xuxueli:xxl-job-core} is there.
   *
   * @param enabled whether it runs any
   * @param serverPort the port of the server's console, which is also where executors report
   * @param name by which jobs name it; the application's own name if it is empty
   * @param host what the server is told of where the application is
   * @param port where the server reaches it, 0 for any free port; xxl-job-core opens it to every
   *     network that the machine is in, so set an access token
   * @param accessToken the server's {@code xxl-job.access-token}
   * @param logs the folder for what jobs write
   * @param workers threads that work on chunks of split work
   */
  public record Job(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("8080") int serverPort,
      @DefaultValue("") String name,
      @DefaultValue("127.0.0.1") String host,
      @DefaultValue("9999") int port,
      @DefaultValue("") String accessToken,
      @DefaultValue("logs/jobs") String logs,
      @DefaultValue("4") int workers) {}

  /** Reads them before there are beans. */
  public static DivanProperties of(Environment environment) {
    return Binder.get(environment).bindOrCreate("divan", DivanProperties.class);
  }

  /** The servers, without their ports. */
  public List<String> hosts() {
    return servers().stream().map(DivanProperties::host).toList();
  }

  private List<String> servers() {
    return server == null
        ? List.of()
        : Arrays.stream(server.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static String host(String server) {
    int colon = server.lastIndexOf(':');
    return colon < 0 || server.endsWith("]") ? server : server.substring(0, colon);
  }

  /** Nacos' addresses, {@code host:port}, with commas. */
  public String nacosServers() {
    return servers().stream()
        .map(each -> host(each).equals(each) ? each + ":" + nacosPort : each)
        .collect(Collectors.joining(","));
  }

  /** Who the application is, in nacos-client's terms. */
  public Map<String, String> nacosIdentity() {
    Map<String, String> identity = new LinkedHashMap<>();
    put(identity, PropertyKeyConst.USERNAME, username);
    put(identity, PropertyKeyConst.PASSWORD, password);
    put(identity, PropertyKeyConst.ACCESS_KEY, accessKey);
    put(identity, PropertyKeyConst.SECRET_KEY, secretKey);
    return identity;
  }

  private static void put(Map<String, String> identity, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      identity.put(key, value);
    }
  }

  /** All that nacos-client is told. */
  public Properties nacosProperties() {
    Properties all = new Properties();
    all.putAll(nacosIdentity());
    all.setProperty(PropertyKeyConst.SERVER_ADDR, nacosServers());
    all.setProperty(PropertyKeyConst.NAMESPACE, namespace);
    return all;
  }
}
