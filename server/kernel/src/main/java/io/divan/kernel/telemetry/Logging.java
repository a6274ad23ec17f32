package io.divan.kernel.telemetry;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Sends every log line, whichever library writes it, to standard error in one structured form. */
public final class Logging {
  private Logging() {}

  /** How a log line looks. */
  public enum Format {
    /** For people: time, level, source, message. */
    TEXT,
    /** For machines: one JSON object per line. */
    JSON
  }

  /** Installs the form for the whole process. */
  public static void install(Format format, Level level) {
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler each : root.getHandlers()) {
      root.removeHandler(each);
    }
    var handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    handler.setFormatter(new LineFormatter(format));
    root.addHandler(handler);
    root.setLevel(level);
    // JRaft tells its whole life at INFO; Netty and gRPC tell about every refused client.
    Logger.getLogger("com.alipay.sofa.jraft").setLevel(Level.WARNING);
    Logger.getLogger("com.google.protobuf.GeneratedMessage").setLevel(Level.SEVERE);
    Logger.getLogger("io.grpc").setLevel(Level.SEVERE);
    Logger.getLogger("io.netty").setLevel(Level.WARNING);
  }
}
