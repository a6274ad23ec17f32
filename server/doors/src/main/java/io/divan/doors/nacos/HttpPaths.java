package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.http.HttpResponse;
import io.divan.kernel.http.Routes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Nacos's paths, each under its context path and without it, and its two ways of saying what came
 * of a request: v1 by the status alone, v3 in a body of code, message and data.
 */
final class HttpPaths {
  private static final List<String> CONTEXTS = List.of("/nacos", "");
  private static final String JSON = "application/json;charset=UTF-8";

  private final Routes routes = new Routes();
  private final Credentials credentials;

  HttpPaths(Credentials credentials) {
    this.credentials = credentials;
  }

  Routes routes() {
    return routes;
  }

  /** Answers a request; a Failure becomes Nacos's word for it. */
  interface Handler<T> {
    T handle(HttpAsked asked);
  }

  HttpPaths v1(String method, String path, Handler<HttpResponse> handler) {
    return add(method, path, request -> answerV1(handler, new HttpAsked(request, credentials)));
  }

  /** The handler returns the data. */
  HttpPaths v3(String method, String path, Handler<JsonNode> handler) {
    return add(method, path, request -> answerV3(handler, new HttpAsked(request, credentials)));
  }

  private HttpPaths add(String method, String path, Routes.Handler handler) {
    for (String context : CONTEXTS) {
      routes.add(method, context + path, handler);
    }
    return this;
  }

  private static HttpResponse answerV1(Handler<HttpResponse> handler, HttpAsked asked) {
    try {
      return handler.handle(asked);
    } catch (Failure e) {
      return HttpResponse.text(NacosCode.of(e.kind()).status(), e.explanation());
    }
  }

  private static HttpResponse answerV3(Handler<JsonNode> handler, HttpAsked asked) {
    try {
      return result(200, 0, "success", handler.handle(asked));
    } catch (Failure e) {
      NacosCode code = NacosCode.of(e.kind());
      return result(code.status(), code.detail(), e.code(), TextNode.valueOf(e.explanation()));
    }
  }

  private static HttpResponse result(int status, int code, String message, JsonNode data) {
    JsonNode body = Body.object().put("code", code).put("message", message).set("data", data);
    return json(status, body);
  }

  static HttpResponse ok() {
    return HttpResponse.text(200, "ok");
  }

  static HttpResponse json(JsonNode body) {
    return json(200, body);
  }

  private static HttpResponse json(int status, JsonNode body) {
    return new HttpResponse(status, JSON, Map.of(), Body.bytes(body));
  }

  static HttpResponse text(String content) {
    return HttpResponse.bytes("text/plain;charset=UTF-8", content.getBytes(StandardCharsets.UTF_8));
  }
}
