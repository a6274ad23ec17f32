package io.divan.boot.rpc;

import io.divan.rpc.Address;

/** Reads what {@code divan.rpc.advertised-address} says. */
final class AdvertisedEndpoint {
  private AdvertisedEndpoint() {}

  /**
   * @param listening the port that is told if the text has none
   * @throws IllegalArgumentException if no port can be told
   */
  static Address parse(String text, int listening) {
    if (text.lastIndexOf(':') >= 0 && !text.endsWith("]") && !isBareV6(text)) {
      return Address.parse(text);
    }
    if (listening == 0) {
      throw new IllegalArgumentException(
          "divan.rpc.port is 0, so divan.rpc.advertised-address needs a port: " + text);
    }
    return new Address(text, listening);
  }

  private static boolean isBareV6(String text) {
    return !text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':');
  }
}
