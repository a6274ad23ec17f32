package io.divan.kernel.http;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request, whole.
 *
 * @param method in upper case
 * @param path decoded, without the query
 * @param parameters from the path, the query and, if it is one, the form in the body; the first
 *     value counts
 * @param headers by lower-case name
 * @param body bounded by the listener; not copied
 * @param client the other end of the connection
 */
public record HttpRequest(
    String method,
    String path,
    Map<String, List<String>> parameters,
    Map<String, String> headers,
    byte[] body,
    InetSocketAddress client) {

  public Optional<String> parameter(String name) {
    List<String> values = parameters.get(name);
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /**
   * A parameter without which the request makes no sense.
   *
   * @throws Failure USER if it is absent or blank
   */
  public String required(String name) {
    return parameter(name)
        .filter(value -> !value.isBlank())
        .orElseThrow(() ->
            Failure.of(
                Kind.USER,
                "http.parameter-missing",
                "Parameter \"" + name + "\" is missing or blank."));
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
