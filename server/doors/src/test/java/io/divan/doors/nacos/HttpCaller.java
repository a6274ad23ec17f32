package io.divan.doors.nacos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Somebody with curl. */
final class HttpCaller {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;

  HttpCaller(int port) {
    base = "http://127.0.0.1:" + port;
  }

  HttpResponse<String> call(String method, String path, Map<String, String> parameters) {
    return call(method, path, parameters, Map.of());
  }

  HttpResponse<String> call(
      String method, String path, Map<String, String> parameters, Map<String, String> headers) {
    try {
      return http.send(
          request(method, path, parameters, headers), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends a form, and does not wait for the answer. */
  CompletableFuture<HttpResponse<String>> begin(
      String path, Map<String, String> form, Map<String, String> headers) {
    return http.sendAsync(
        request("POST", path, form, headers), HttpResponse.BodyHandlers.ofString());
  }

  /** POST sends a form in the body, as the Java client does; others use the query. */
  private HttpRequest request(
      String method, String path, Map<String, String> parameters, Map<String, String> headers) {
    String encoded =
        parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + encode(each.getValue()))
            .collect(Collectors.joining("&"));
    boolean form = method.equals("POST");
    var request =
        HttpRequest.newBuilder(URI.create(base + path + (form ? "" : "?" + encoded)))
            .timeout(Duration.ofSeconds(10))
            .method(
                method,
                form
                    ? HttpRequest.BodyPublishers.ofString(encoded)
                    : HttpRequest.BodyPublishers.noBody());
    if (form) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    headers.forEach(request::header);
    return request.build();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
