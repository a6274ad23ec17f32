package io.divan.guard.sentinel;

import com.fasterxml.jackson.databind.JsonNode;
import io.divan.guard.rule.ParameterLimit;
import io.divan.guard.rule.Rule;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Sentinel's rules about single values of an argument. */
final class ParameterRules {
  private ParameterRules() {}

  static Rule rule(Fields fields) {
    if (fields.whole("grade", 1) != 1) {
      throw new IllegalArgumentException(
          "calls at the same time (grade 0) are not counted by value");
    }
    int behaviour = fields.whole("controlBehavior", 0);
    if (behaviour != 0 && behaviour != 2) {
      throw fields.unknown("controlBehavior");
    }
    // A queue with no time to wait lets a call pass when its turn has come, and is told apart by
    // it.
    int wait = behaviour == 2 ? Math.max(1, fields.whole("maxQueueingTimeMs", 0)) : 0;
    return new ParameterLimit(
        fields.resource(),
        fields.whole("paramIdx", 0),
        fields.number("count", 0),
        Duration.ofSeconds(fields.whole("durationInSec", 1)),
        fields.whole("burstCount", 0),
        Duration.ofMillis(wait),
        exceptions(fields.node().path("paramFlowItemList")));
  }

  private static Map<Object, Double> exceptions(JsonNode items) {
    Map<Object, Double> exceptions = new HashMap<>();
    for (JsonNode item : items) {
      Fields fields = new Fields(item);
      String type = fields.text("classType", "java.lang.String");
      exceptions.put(value(fields.text("object", ""), type), fields.number("count", 0));
    }
    return exceptions;
  }

  private static Object value(String text, String type) {
    return switch (type) {
      case "int", "java.lang.Integer" -> Integer.valueOf(text);
      case "long", "java.lang.Long" -> Long.valueOf(text);
      case "double", "java.lang.Double" -> Double.valueOf(text);
      case "float", "java.lang.Float" -> Float.valueOf(text);
      case "byte", "java.lang.Byte" -> Byte.valueOf(text);
      case "short", "java.lang.Short" -> Short.valueOf(text);
      case "boolean", "java.lang.Boolean" -> Boolean.valueOf(text);
      case "char", "java.lang.Character" -> character(text);
      case "java.lang.String" -> text;
      default -> throw new IllegalArgumentException("values of the type " + type + " are unknown");
    };
  }

  private static Character character(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("\"" + text + "\" is not one character");
    }
    return text.charAt(0);
  }
}
