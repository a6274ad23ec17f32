package io.divan.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;

/** What goes to and comes from the pages. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws Failure USER if it is no JSON object
   */
  static JsonNode readObject(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw Failure.caused(Kind.USER, "console.no-json", "The body is not JSON.", e);
    }
    throw Failure.of(Kind.USER, "console.no-json", "The body is not a JSON object.");
  }
}
