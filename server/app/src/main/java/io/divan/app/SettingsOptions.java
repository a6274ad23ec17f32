package io.divan.app;

import io.divan.kernel.settings.Settings;
import io.divan.kernel.settings.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command takes its settings from: a file, then the environment, then its options. */
final class SettingsOptions {
  private static final Path USUAL_FILE = Path.of("divan.toml");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings file; divan.toml in this folder if it is there.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; wins over file and environment. May be repeated.")
  private Map<String, String> given = new LinkedHashMap<>();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder of everything that must not be lost; short for --set data=DIR.")
  private @Nullable Path data;

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT,...",
      description = "The members of the cluster; short for --set cluster.members=...")
  private @Nullable String cluster;

  @Option(
      names = "--node",
      paramLabel = "HOST[:PORT]",
      description = "Which of them this server is; short for --set cluster.node=...")
  private @Nullable String node;

  @Option(
      names = "--join",
      description =
          "Wait to be taken in by a cluster that runs; short for --set cluster.join=true.")
  private boolean join;

  Settings<ServerSettings> read() {
    List<Source> sources = new ArrayList<>();
    if (file != null) {
      sources.add(new Source.File(file));
    } else if (Files.exists(USUAL_FILE)) {
      sources.add(new Source.File(USUAL_FILE));
    }
    sources.add(new Source.Environment(System.getenv()));
    Map<String, String> options = new LinkedHashMap<>(given);
    if (data != null) {
      options.put("data", data.toString());
    }
    if (cluster != null) {
      options.put("cluster.members", cluster);
    }
    if (node != null) {
      options.put("cluster.node", node);
    }
    if (join) {
      options.put("cluster.join", "true");
    }
    sources.add(new Source.Given("command line", options));
    return Settings.read(ServerSettings.class, sources);
  }
}
