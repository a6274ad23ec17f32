package io.divan.conformance.sofarpc;

import io.divan.conformance.PeerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts the programs of the stock peer, impatient so that tests need not wait long. */
final class Stock {
  private Stock() {}

  static PeerProcess start(String main, String... arguments) throws IOException {
    return PeerProcess.start(
        Path.of(System.getProperty("divan.conformance.peer", "../peer/target")),
        List.of("-Dbolt.tcp.heartbeat.interval=500", "-Dbolt.tcp.server.idle.interval=1500"),
        "io.divan.conformance.sofarpc.peer." + main,
        arguments);
  }
}
