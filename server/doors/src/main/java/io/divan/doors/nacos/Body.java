package io.divan.doors.nacos;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON object that a client has sent. Versions of the clients differ in what they send, so what
 * is absent, null, or unknown is never an error here.
 */
record Body(JsonNode tree) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /**
   * @throws Failure USER if it is not JSON
   */
  static Body parse(byte[] json) {
    try {
      return new Body(json.length == 0 ? MissingNode.getInstance() : MAPPER.readTree(json));
    } catch (JacksonException e) {
      throw Failure.of(
          Kind.USER, "nacos.json", "The body is not JSON: " + e.getOriginalMessage() + ".");
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: it is read from memory
    }
  }

  static Body parse(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JacksonException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty if there is none. */
  String text(String name) {
    JsonNode value = tree.path(name);
    return value.isValueNode() && !value.isNull() ? value.asText() : "";
  }

  String text(String name, String otherwise) {
    String text = text(name);
    return text.isBlank() ? otherwise : text;
  }

  boolean flag(String name, boolean otherwise) {
    return tree.path(name).asBoolean(otherwise);
  }

  int number(String name, int otherwise) {
    return tree.path(name).asInt(otherwise);
  }

  double decimal(String name, double otherwise) {
    return tree.path(name).asDouble(otherwise);
  }

  boolean has(String name) {
    return tree.hasNonNull(name);
  }

  Body part(String name) {
    return new Body(tree.path(name));
  }

  List<Body> parts(String name) {
    List<Body> all = new ArrayList<>();
    tree.path(name).forEach(each -> all.add(new Body(each)));
    return all;
  }

  /** A map of texts; entries without a value are left out. */
  Map<String, String> texts(String name) {
    return new Body(tree.path(name)).texts();
  }

  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    tree.properties()
        .forEach(each -> {
          if (each.getValue().isValueNode() && !each.getValue().isNull()) {
            texts.put(each.getKey(), each.getValue().asText());
          }
        });
    return texts;
  }
}
