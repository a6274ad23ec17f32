package io.divan.conformance.seata;

import io.divan.process.Await;
import io.divan.process.RunningProcess;
import io.divan.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.seata.rm.tcc.api.BusinessActionContext;

/** The program of a resource manager: tries once when a file names an xid, and writes its calls. */
public final class Participant extends TccAction {
  private final Path calls;

  private Participant(Path calls) {
    super("participant");
    this.calls = calls;
  }

  public static void main(String[] arguments) throws Exception {
    Path asks = Path.of(arguments[1]);
    var participant = new Participant(Path.of(arguments[2]));
    Client.start(arguments[0], "participant-app");
    participant.register();
    Await.until("a transaction to take part in", Duration.ofMinutes(2), () -> Files.exists(asks));
    participant.tryIt(Files.readString(asks));
    participant.note("tried");
    Thread.currentThread().join();
  }

  /**
   * Starts one in a process of its own.
   *
   * @param node the only server that it is connected to
   * @param asks the file that will name an xid
   * @param calls the file that it writes to
   */
  static RunningProcess start(ServerProcess node, Path folder, Path asks, Path calls) {
    return RunningProcess.start(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Participant.class.getName(),
            "127.0.0.1:" + node.seataPort(),
            asks.toString(),
            calls.toString()),
        Map.of(),
        folder,
        folder.resolve("participant-" + node.seataPort() + ".log"));
  }

  static void awaitLine(Path calls, String line) {
    Await.until(
        "\"" + line + "\" in " + calls,
        Duration.ofSeconds(60),
        () -> Files.exists(calls) && Files.readAllLines(calls).contains(line));
  }

  private void note(String call) {
    try {
      Files.writeString(calls, call + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean commit(BusinessActionContext context) {
    note("commit");
    return true;
  }

  @Override
  public boolean rollback(BusinessActionContext context) {
    note("rollback");
    return true;
  }
}
