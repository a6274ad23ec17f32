package io.divan.rpc.server;

import io.divan.rpc.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;

/** Finds out what to tell clients; asks rather than guesses if there is a choice. */
final class AdvertisedAddress {
  private AdvertisedAddress() {}

  static Address of(ServerOptions options, Address listening) {
    Address told = options.advertised();
    if (told != null) {
      return told;
    }
    try {
      if (!InetAddress.getByName(options.listen().host()).isAnyLocalAddress()) {
        return new Address(options.listen().host(), listening.port());
      }
      return onlyOne(candidates(), listening.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Address onlyOne(List<String> candidates, int port) {
    if (candidates.size() != 1) {
      throw new IllegalStateException(
          "listening on all addresses, but which of "
              + candidates
              + " should clients be told? Set ServerOptions.advertised");
    }
    return new Address(candidates.get(0), port);
  }

  private static List<String> candidates() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress() && !a.isAnyLocalAddress())
        .map(InetAddress::getHostAddress)
        .toList();
  }
}
