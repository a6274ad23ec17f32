package io.divan.kernel.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param headers beyond content type and length
 */
public record HttpResponse(
    int status, String contentType, Map<String, String> headers, byte[] body) {

  public static HttpResponse json(int status, String json) {
    return of(status, "application/json;charset=UTF-8", json);
  }

  public static HttpResponse text(int status, String text) {
    return of(status, "text/plain;charset=UTF-8", text);
  }

  public static HttpResponse of(int status, String contentType, String body) {
    return new HttpResponse(status, contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  public static HttpResponse bytes(String contentType, byte[] body) {
    return new HttpResponse(200, contentType, Map.of(), body);
  }

  public HttpResponse with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new HttpResponse(status, contentType, more, body);
  }
}
