package io.divan.boot.guard;

import io.divan.boot.Requirement;
import io.divan.boot.config.ServerDocuments;
import io.divan.guard.Guard;
import io.divan.guard.rule.Rule;
import io.divan.guard.sentinel.SentinelRules;
import io.divan.guard.sentinel.SentinelRules.Kind;
import io.divan.guard.sentinel.SentinelRules.Left;
import io.divan.guard.sentinel.SentinelRules.Reading;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rules in force as the server has them. A list that cannot be read leaves the last good
 * one in force; a single rule that cannot be kept is named and left.
 */
final class GuardRules implements Requirement {
  private static final Logger LOG = LoggerFactory.getLogger(GuardRules.class);

  private final Guard guard;
  private final String application;
  private final Map<Kind, List<Rule>> rules = new EnumMap<>(Kind.class); // one thread's
  private volatile boolean areRead;

  GuardRules(Guard guard, String application) {
    this.guard = guard;
    this.application = application;
  }

  /** Reads them, and follows their changes. */
  void follow(ServerDocuments server, String group) {
    for (Kind kind : Kind.values()) {
      server.follow(dataId(kind), group, content -> heard(kind, content));
    }
  }

  /**
   * Names as Sentinel's dashboard gives them where it keeps rules in Nacos: {@code
   * <application>-flow-rules}.
   */
  private String dataId(Kind kind) {
    return application
        + switch (kind) {
          case FLOW -> "-flow-rules";
          case DEGRADE -> "-degrade-rules";
          case AUTHORITY -> "-authority-rules";
          case PARAM_FLOW -> "-param-flow-rules";
        };
  }

  private void heard(Kind kind, @Nullable String content) {
    try {
      rules.put(kind, read(kind, content));
    } catch (IllegalArgumentException e) {
      LOG.error("keeping the last good rules of {}: {}", dataId(kind), e.getMessage());
      rules.putIfAbsent(kind, List.of());
    }
    if (rules.size() == Kind.values().length) {
      guard.rules(rules.values().stream().flatMap(List::stream).toList());
      areRead = true;
    }
  }

  private List<Rule> read(Kind kind, @Nullable String content) {
    if (content == null || content.isBlank()) {
      return List.of();
    }
    Reading reading = SentinelRules.read(kind, content);
    for (Left left : reading.left()) {
      LOG.warn(
          "rule {} of {}, for '{}', is not in force: {}",
          left.number(),
          dataId(kind),
          left.resource(),
          left.why());
    }
    LOG.info("{} rules of {} are in force", reading.rules().size(), dataId(kind));
    return reading.rules();
  }

  @Override
  public String name() {
    return "guard";
  }

  @Override
  public boolean isMet() {
    return areRead;
  }
}
