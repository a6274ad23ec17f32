package io.divan.kernel.telemetry;

import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Sends every log line, whichever library writes it, to standard error in one structured form. */
public final class Logging {
  /**
   * Libraries that say more than an operator needs. Held here, because the JDK forgets a logger's
   * level with the last reference to it.
   */
  private static final Map<Logger, Level> QUIET =
      Map.of(
          // It tells its whole life at INFO.
          Logger.getLogger("com.alipay.sofa.jraft"), Level.WARNING,
          // It warns of a directory that is new.
          Logger.getLogger("com.alipay.sofa.jraft.storage.snapshot.local.LocalSnapshotStorage"),
              Level.SEVERE,
          // It warns of JRaft's own messages, which come from nobody but our own disk and peers.
          Logger.getLogger("com.google.protobuf.GeneratedMessage"), Level.SEVERE,
          // They tell about every client that is refused.
          Logger.getLogger("io.grpc"), Level.SEVERE,
          Logger.getLogger("io.netty"), Level.WARNING);

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
    QUIET.forEach(Logger::setLevel);
  }
}
