package io.divan.kernel.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.kernel.telemetry.Logging.Format;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
  @Test
  void aMessageCannotBreakItsLine() {
    String line = new LineFormatter(Format.TEXT).format(event("said \"a\"\nand \u0007"));
    assertThat(line).isEqualTo("2026-01-01T12:00:00Z WARN Door - said \"a\"\\nand \\u0007\n");
  }

  @Test
  void jsonIsOneObjectPerLine() {
    String line = new LineFormatter(Format.JSON).format(event("said \"a\"\n"));
    assertThat(line)
        .isEqualTo(
            "{\"time\":\"2026-01-01T12:00:00Z\",\"level\":\"WARN\",\"logger\":\"io.divan.Door\","
                + "\"message\":\"said \\\"a\\\"\\n\"}\n");
  }

  @Test
  void aFloodOfWarningsIsOneASecondWithACountOfTheOthers() {
    List<String> lines = new ArrayList<>();
    Logger target = Logger.getLogger("io.divan.test.flood");
    target.setUseParentHandlers(false);
    target.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord event) {
            lines.add(event.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
    var throttled = new ThrottledLog(LoggerFactory.getLogger("io.divan.test.flood"));
    for (int i = 0; i < 500; i++) {
      throttled.warn(i, "refused {}", i);
    }
    throttled.warn(1_000_000_000L, "refused {}", "last");
    assertThat(lines).containsExactly("refused 0", "refused last (and 499 more like it)");
  }

  private static LogRecord event(String message) {
    var event = new LogRecord(Level.WARNING, message);
    event.setLoggerName("io.divan.Door");
    event.setInstant(Instant.parse("2026-01-01T12:00:00Z"));
    return event;
  }
}
