package io.divan.domain.tx;

/**
 * A resource manager's process, as precisely as it can be found again.
 *
 * @param application its name
 * @param host the address it connected from
 * @param port the port it connected from; a new one after each reconnect
 */
public record ClientId(String application, String host, int port) {
  @Override
  public String toString() {
    return application + ":" + host + ":" + port;
  }
}
