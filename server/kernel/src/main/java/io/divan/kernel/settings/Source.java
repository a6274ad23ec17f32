package io.divan.kernel.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One place that settings come from. Later sources win over earlier ones. */
public sealed interface Source {
  /** What a person calls it. */
  String name();

  /** Settings by key ({@code log.segment-size}); a list has its values separated by commas. */
  Map<String, String> valuesFor(Set<String> knownKeys);

  /** Settings given one by one, as on the command line. */
  record Given(String name, Map<String, String> values) implements Source {
    @Override
    public Map<String, String> valuesFor(Set<String> knownKeys) {
      return values;
    }
  }

  /** Environment variables: {@code DIVAN_LOG_SEGMENT_SIZE} is {@code log.segment-size}. */
  record Environment(Map<String, String> variables) implements Source {
    private static final String PREFIX = "DIVAN_";
    private static final Set<String> LAUNCHER = Set.of("DIVAN_JAVA_HOME", "DIVAN_JAVA_OPTS");

    @Override
    public String name() {
      return "environment";
    }

    @Override
    public Map<String, String> valuesFor(Set<String> knownKeys) {
      Map<String, String> keyByVariable = new LinkedHashMap<>();
      for (String key : knownKeys) {
        keyByVariable.put(variable(key), key);
      }
      Map<String, String> found = new LinkedHashMap<>();
      variables.forEach((variable, value) -> {
        if (variable.startsWith(PREFIX) && !LAUNCHER.contains(variable)) {
          String asKey = variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
          found.put(keyByVariable.getOrDefault(variable, asKey.replace('_', '-')), value);
        }
      });
      return found;
    }

    static String variable(String key) {
      return PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
  }

  /** A TOML file; tables are the parts of a key. */
  record File(Path path) implements Source {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public Map<String, String> valuesFor(Set<String> knownKeys) {
      Map<String, String> found = new LinkedHashMap<>();
      try {
        flatten("", new TomlMapper().readTree(path.toFile()), found);
      } catch (IOException e) {
        throw Failure.caused(
            Kind.USER, "settings.file-unreadable", path + " cannot be read: " + e.getMessage(), e);
      }
      return found;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
      for (var field : node.properties()) {
        String key = prefix + field.getKey();
        JsonNode value = field.getValue();
        if (value.isObject()) {
          flatten(key + ".", value, into);
        } else if (value.isArray()) {
          List<String> parts = new ArrayList<>();
          value.forEach(each -> parts.add(each.asText()));
          into.put(key, String.join(",", parts));
        } else {
          into.put(key, value.asText());
        }
      }
    }
  }
}
