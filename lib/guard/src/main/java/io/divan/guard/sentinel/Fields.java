package io.divan.guard.sentinel;

import com.fasterxml.jackson.databind.JsonNode;

/** The fields of one rule; what is absent has Sentinel's default. */
record Fields(JsonNode node) {
  String resource() {
    return text("resource", "");
  }

  String text(String name, String otherwise) {
    JsonNode value = node.path(name);
    return value.isMissingNode() || value.isNull() ? otherwise : value.asText();
  }

  double number(String name, double otherwise) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isNumber()) {
      throw new IllegalArgumentException("\"" + name + "\" is no number");
    }
    return value.doubleValue();
  }

  int whole(String name, int otherwise) {
    return (int) number(name, otherwise);
  }

  boolean flag(String name) {
    return node.path(name).asBoolean(false);
  }

  IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "\"" + name + "\" " + node.path(name).asText() + " is unknown");
  }
}
