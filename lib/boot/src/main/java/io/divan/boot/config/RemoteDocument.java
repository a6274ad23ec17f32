package io.divan.boot.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * A document of properties on the server.
 *
 * @param dataId its name there, whose end says how it is written
 */
record RemoteDocument(String dataId) {
  /** The documents of an application; what an earlier one says holds. */
  static List<RemoteDocument> of(String application) {
    return List.of(
        new RemoteDocument(application + ".properties"), new RemoteDocument(application + ".yaml"));
  }

  /** What the property source is called. */
  String sourceName() {
    return "divan:" + dataId;
  }

  /**
   * Reads the properties. Of several YAML documents in one, a later one holds.
   *
   * @param content null if the server does not have it
   * @throws IOException if it cannot be read as what its name says
   */
  Map<String, Object> parse(@Nullable String content) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    if (content == null || content.isBlank()) {
      return all;
    }
    PropertySourceLoader loader =
        dataId.endsWith(".yaml")
            ? new YamlPropertySourceLoader()
            : new PropertiesPropertySourceLoader();
    List<PropertySource<?>> parts;
    try {
      parts =
          loader.load(
              sourceName(), new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8)));
    } catch (RuntimeException e) { // whatever the parser has to say
      throw new IOException(dataId + " cannot be read: " + e.getMessage(), e);
    }
    for (PropertySource<?> part : parts) {
      if (part instanceof EnumerablePropertySource<?> listed) {
        for (String name : listed.getPropertyNames()) {
          Object value = listed.getProperty(name);
          all.put(name, value == null ? "" : value);
        }
      }
    }
    return all;
  }
}
