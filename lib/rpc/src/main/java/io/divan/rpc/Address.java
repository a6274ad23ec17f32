package io.divan.rpc;

/** Where a server listens. */
public record Address(String host, int port) {
  public Address {
    if (host.isEmpty() || port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("no address: '" + host + "' port " + port);
    }
  }

  /** Reads {@code host:port}, {@code [v6]:port}, and either behind {@code bolt://}. */
  public static Address parse(String text) {
    String rest = text.startsWith("bolt://") ? text.substring("bolt://".length()) : text;
    int colon = rest.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("expected host:port, got " + text);
    }
    String host = rest.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      return new Address(host, Integer.parseInt(rest.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected host:port, got " + text, e);
    }
  }

  @Override
  public String toString() {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
