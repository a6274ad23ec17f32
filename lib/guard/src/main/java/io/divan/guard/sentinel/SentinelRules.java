package io.divan.guard.sentinel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.divan.guard.rule.Authority;
import io.divan.guard.rule.Breaker;
import io.divan.guard.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads Sentinel's rules: the JSON lists that its dashboard sends and its data sources hold. Field
 * names, numbers and defaults are those of sentinel-core and sentinel-parameter-flow-control 1.8.9.
 */
public final class SentinelRules {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SentinelRules() {}

  /** The kinds of lists there are. */
  public enum Kind {
    FLOW,
    DEGRADE,
    AUTHORITY,
    PARAM_FLOW
  }

  /**
   * What a list says.
   *
   * @param rules those that can be kept
   * @param left those that cannot, each with its reason
   */
  public record Reading(List<Rule> rules, List<Left> left) {}

  /**
   * A rule that is not in force.
   *
   * @param number its place in the list, from 1
   */
  public record Left(int number, String resource, String why) {}

  /**
   * Reads a list.
   *
   * @throws IllegalArgumentException if it is no JSON list
   */
  public static Reading read(Kind kind, String json) {
    List<Rule> rules = new ArrayList<>();
    List<Left> left = new ArrayList<>();
    int number = 0;
    for (JsonNode each : list(json)) {
      number++;
      try {
        rules.add(rule(kind, new Fields(each)));
      } catch (IllegalArgumentException e) {
        String why = String.valueOf(e.getMessage());
        left.add(new Left(number, each.path("resource").asText(""), why));
      }
    }
    return new Reading(List.copyOf(rules), List.copyOf(left));
  }

  private static JsonNode list(String json) {
    try {
      JsonNode tree = JSON.readTree(json);
      if (tree.isArray()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("These rules are no JSON: " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("These rules are no JSON list.");
  }

  private static Rule rule(Kind kind, Fields fields) {
    if (fields.flag("regex")) {
      throw new IllegalArgumentException("resources named by a pattern are not built");
    }
    if (fields.flag("clusterMode")) {
      throw new IllegalArgumentException("limits of a whole cluster (clusterMode) are not built");
    }
    return switch (kind) {
      case FLOW -> FlowRules.rule(fields);
      case DEGRADE -> breaker(fields);
      case AUTHORITY -> authority(fields);
      case PARAM_FLOW -> ParameterRules.rule(fields);
    };
  }

  private static Rule breaker(Fields fields) {
    double count = fields.number("count", 0);
    Breaker.Trip trip =
        switch (fields.whole("grade", 0)) {
          case 0 ->
              new Breaker.SlowRatio(
                  Duration.ofMillis((long) count), fields.number("slowRatioThreshold", 1));
          case 1 -> new Breaker.ErrorRatio(count);
          case 2 -> new Breaker.ErrorCount((long) count);
          default -> throw fields.unknown("grade");
        };
    return new Breaker(
        fields.resource(),
        trip,
        Duration.ofMillis(fields.whole("statIntervalMs", 1_000)),
        fields.whole("minRequestAmount", 5),
        Duration.ofSeconds(fields.whole("timeWindow", 0)));
  }

  private static Rule authority(Fields fields) {
    boolean areAllowed =
        switch (fields.whole("strategy", 0)) {
          case 0 -> true;
          case 1 -> false;
          default -> throw fields.unknown("strategy");
        };
    return new Authority(
        fields.resource(), Set.of(fields.text("limitApp", "").split(",")), areAllowed);
  }
}
