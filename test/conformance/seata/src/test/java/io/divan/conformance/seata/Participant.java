package io.divan.conformance.seata;

import io.divan.process.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
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
