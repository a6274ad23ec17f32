package io.divan.boot.rpc;

import io.divan.rpc.Address;

/** Reads what {@code divan.rpc.advertised-address} says. */
record AdvertisedEndpoint(String host, int port) {
  /**
   * @param listening the port that is told if the text has none
   * @throws IllegalArgumentException if no port can be told
   */
  static AdvertisedEndpoint parse(String text, int listening) {
    boolean hasPort = text.lastIndexOf(':') >= 0 && !text.endsWith("]") && !isBareV6(text);
    if (hasPort) {
      Address address = Address.parse(text);
      return new AdvertisedEndpoint(address.host(), address.port());
    }
    if (listening == 0) {
      throw new IllegalArgumentException(
          "divan.rpc.port is 0, so divan.rpc.advertised-address needs a port: " + text);
    }
    return new AdvertisedEndpoint(text, listening);
  }

  private static boolean isBareV6(String text) {
    return !text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':');
  }
}
