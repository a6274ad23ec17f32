package io.divan.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports on loopback. */
public final class Ports {
  // Below the range from which the kernel takes the near ends of connections.
  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 30_000;

  private Ports() {}

  public static int free() {
    return free(0);
  }

  /**
   * A port that is free together with others at fixed distances from it.
   *
   * @param distances 0 for the port itself
   */
  public static int free(int... distances) {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (allFree(port, distances)) {
        return port;
      }
    }
    throw new IllegalStateException("no free ports");
  }

  private static boolean allFree(int port, int[] distances) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int distance : distances) {
        held.add(new ServerSocket(port + distance, 1, InetAddress.getLoopbackAddress()));
      }
      return true;
    } catch (IOException taken) {
      return false;
    } finally {
      held.forEach(Ports::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether somebody accepts connections there now. */
  public static boolean isOpen(int port) {
    return isOpen("127.0.0.1", port);
  }

  /** Whether somebody accepts connections at that address now. */
  public static boolean isOpen(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
