package io.divan.doors.nacos;

import java.util.Map;

/**
 * The one message of Nacos's gRPC protocol.
 *
 * @param type the simple name of the Java class that the body is of, such as {@code
 *     ConfigQueryRequest}
 * @param headers by name, whatever its case
 * @param clientIp as the client says
 * @param body JSON
 */
record Payload(String type, Map<String, String> headers, String clientIp, byte[] body) {
  /** What could not be read. */
  static final Payload MALFORMED = new Payload("", Map.of(), "", new byte[0]);

  static Payload of(String type, byte[] body) {
    return new Payload(type, Map.of(), "", body);
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  boolean isMalformed() {
    return type.isEmpty();
  }
}
