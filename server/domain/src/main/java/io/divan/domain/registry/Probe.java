package io.divan.domain.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Finds out whether something accepts connections. Blocks. */
public interface Probe {
  boolean accepts(String host, int port, Duration timeout);

  /** Opens a TCP connection and closes it. */
  static Probe tcp() {
    return (host, port, timeout) -> {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
        return true;
      } catch (IOException e) {
        return false;
      }
    };
  }
}
