package io.divan.kernel.net;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;

/** Which address the server listens on, and which one clients are told. */
public record Addresses(InetAddress listen, String advertised) {

  /**
   * Works out both from the settings and this machine's interfaces.
   *
   * @throws Failure USER if the listening address is unknown, or several could be advertised and
   *     none is named
   */
  public static Addresses of(NetSettings settings) {
    return of(settings, Addresses::reachable);
  }

  static Addresses of(NetSettings settings, Candidates candidates) {
    InetAddress listen = resolve(settings.host());
    return new Addresses(
        listen, settings.advertisedAddress().orElseGet(() -> advertise(listen, candidates)));
  }

  /** Whether other machines can reach the listening address. */
  public boolean isBeyondLoopback() {
    return !listen.isLoopbackAddress();
  }

  private static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw Failure.of(
          Kind.USER, "net.host-unknown", "net.host = \"" + host + "\" is not an address.");
    }
  }

  private static String advertise(InetAddress listen, Candidates candidates) {
    if (!listen.isAnyLocalAddress()) {
      return listen.getHostAddress();
    }
    List<String> found = candidates.find();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw Failure.of(
        Kind.USER,
        "net.advertised-address",
        "This machine has "
            + (found.isEmpty()
                ? "no address"
                : "several addresses (" + String.join(", ", found) + ")")
            + " that clients could be told. Set net.advertised-address.");
  }

  /** Finds the addresses that other machines could use. */
  interface Candidates {
    List<String> find();
  }

  private static List<String> reachable() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(a -> a instanceof Inet4Address)
          .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .sorted()
          .distinct()
          .collect(Collectors.toList());
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }
}
