package io.divan.app;

import io.divan.kernel.settings.Setting;
import io.divan.kernel.telemetry.Logging.Format;

/** How the server writes its log. */
public record LoggingSettings(
    @Setting(doc = "TEXT for people or JSON for machines, on standard error.", def = "TEXT")
        Format format,
    @Setting(doc = "The least important lines to write.", def = "INFO") Level level) {

  /** How important a line is. */
  public enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  java.util.logging.Level julLevel() {
    return switch (level) {
      case DEBUG -> java.util.logging.Level.FINE;
      case INFO -> java.util.logging.Level.INFO;
      case WARN -> java.util.logging.Level.WARNING;
      case ERROR -> java.util.logging.Level.SEVERE;
    };
  }
}
