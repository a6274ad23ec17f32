package io.divan.kernel.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What an HTTP listener answers, contributed before it is opened.
 *
 * <p>A pattern is a path whose segments may be {@code {name}}, which becomes a parameter, and whose
 * last may be {@code *}, which matches the rest and becomes parameter {@code *}. Earlier routes
 * win.
 */
public final class Routes {
  private final List<Route> routes = new ArrayList<>();

  /** Answers a request. Runs on a virtual thread of its own and may block. */
  public interface Handler {
    HttpResponse handle(HttpRequest request);
  }

  public Routes add(String method, String pattern, Handler handler) {
    routes.add(new Route(method, List.of(pattern.split("/", -1)), handler));
    return this;
  }

  public Routes get(String pattern, Handler handler) {
    return add("GET", pattern, handler);
  }

  public Routes post(String pattern, Handler handler) {
    return add("POST", pattern, handler);
  }

  public Routes put(String pattern, Handler handler) {
    return add("PUT", pattern, handler);
  }

  public Routes delete(String pattern, Handler handler) {
    return add("DELETE", pattern, handler);
  }

  /** What was found for a path. */
  sealed interface Found {
    record Target(Handler handler, Map<String, String> pathParameters) implements Found {}

    record WrongMethod(String allowed) implements Found {}

    record Nothing() implements Found {}
  }

  Found find(String method, String path) {
    List<String> segments = List.of(path.split("/", -1));
    var allowed = new TreeSet<String>();
    for (Route route : routes) {
      Optional<Map<String, String>> parameters = route.match(segments);
      if (parameters.isPresent()) {
        if (route.serves(method)) {
          return new Found.Target(route.handler, parameters.get());
        }
        allowed.add(route.method);
      }
    }
    return allowed.isEmpty()
        ? new Found.Nothing()
        : new Found.WrongMethod(String.join(", ", allowed));
  }

  private record Route(String method, List<String> pattern, Handler handler) {
    boolean serves(String asked) {
      return method.equals(asked) || (method.equals("GET") && asked.equals("HEAD"));
    }

    Optional<Map<String, String>> match(List<String> path) {
      boolean open = pattern.getLast().equals("*");
      if (open ? path.size() < pattern.size() : path.size() != pattern.size()) {
        return Optional.empty();
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      for (int i = 0; i < pattern.size(); i++) {
        String part = pattern.get(i);
        if (open && i == pattern.size() - 1) {
          parameters.put("*", String.join("/", path.subList(i, path.size())));
        } else if (isVariable(part)) {
          parameters.put(part.substring(1, part.length() - 1), path.get(i));
        } else if (!part.equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(parameters);
    }

    private static boolean isVariable(String part) {
      return part.startsWith("{") && part.endsWith("}");
    }
  }
}
