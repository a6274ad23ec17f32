package io.divan.boot.tx;

import io.divan.boot.DivanProperties;
import io.divan.boot.sql.RememberedStatements;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.seata.config.ConfigurationCache;

/**
 * What seata-all is told instead of {@code registry.conf} and {@code file.conf}. It looks at system
 * properties before anything else, so that is where this goes.
 *
 * <p>Source: seata-all 2.6.0, {@code ConfigurationFactory}, {@code FileConfiguration}, {@code
 * FileRegistryServiceImpl}.
 */
record SeataSettings(Map<String, String> values) {
  private static final String CLUSTER = "divan";

  static SeataSettings of(DivanProperties properties) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("registry.type", "file");
    values.put("config.type", "file");
    // Without a name the library does not start; there is no such file, and need not be.
    values.put("config.file.name", "divan-seata");
    // Its default is a parser that is not on the class path, and should not be.
    values.put("tcc.contextJsonParserType", "jackson");
    values.put("client.undo.logSerialization", "jackson");
    // An absent server is no reason not to start.
    values.put("transport.enableTmClientChannelCheckFailFast", "false");
    values.put("transport.enableRmClientChannelCheckFailFast", "false");
    values.put("client.rm.sqlParserType", RememberedStatements.NAME);
    values.putAll(properties.tx().properties());
    values.put("service.vgroupMapping." + properties.tx().group(), CLUSTER);
    values.put("service." + CLUSTER + ".grouplist", servers(properties));
    return new SeataSettings(Map.copyOf(values));
  }

  private static String servers(DivanProperties properties) {
    return properties.hosts().stream()
        .map(host -> host + ":" + properties.seataPort())
        .collect(Collectors.joining(";"));
  }

  /** Makes the library see them from now on. */
  void apply() {
    values.forEach(System::setProperty);
    ConfigurationCache.clear();
  }
}
