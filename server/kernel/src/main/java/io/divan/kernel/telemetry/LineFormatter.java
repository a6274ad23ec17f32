package io.divan.kernel.telemetry;

import io.divan.kernel.telemetry.Logging.Format;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Writes a log record as one line of text or JSON; control characters cannot break the line. */
final class LineFormatter extends Formatter {
  private final Format format;

  LineFormatter(Format format) {
    this.format = format;
  }

  @Override
  public String format(LogRecord event) {
    var line = new StringBuilder(160);
    String time = event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString();
    String message = formatMessage(event);
    if (format == Format.JSON) {
      line.append("{\"time\":\"").append(time).append("\",\"level\":\"");
      line.append(levelName(event.getLevel())).append("\",\"logger\":\"");
      escape(String.valueOf(event.getLoggerName()), line);
      line.append("\",\"message\":\"");
      escape(message, line);
      if (event.getThrown() != null) {
        line.append("\",\"error\":\"");
        escape(stackTrace(event.getThrown()), line);
      }
      return line.append("\"}\n").toString();
    }
    line.append(time).append(' ').append(levelName(event.getLevel())).append(' ');
    line.append(shortName(String.valueOf(event.getLoggerName()))).append(" - ");
    escape(message, line);
    line.append('\n');
    if (event.getThrown() != null) {
      line.append(stackTrace(event.getThrown()));
    }
    return line.toString();
  }

  private static String levelName(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARN";
    }
    return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }

  private static String shortName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static String stackTrace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private void escape(String text, StringBuilder into) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (format == Format.JSON && (c == '"' || c == '\\')) {
        into.append('\\').append(c);
      } else if (c == '\n') {
        into.append("\\n");
      } else if (c < ' ' || c == 0x7f) {
        into.append(String.format("\\u%04x", (int) c));
      } else {
        into.append(c);
      }
    }
  }
}
