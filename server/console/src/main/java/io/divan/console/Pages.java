package io.divan.console;

import io.divan.kernel.http.HttpRequest;
import io.divan.kernel.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The files of the pages, from the class path and nowhere else. */
final class Pages {
  private static final String FOLDER = "/console/";
  private static final String PREACT =
      "/META-INF/resources/webjars/preact/10.28.0/dist/preact.module.js";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=UTF-8",
          "css", "text/css;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "svg", "image/svg+xml");

  /** Nothing but our own files, and no page of anybody else around ours. */
  private static final String POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

  HttpResponse home() {
    return file("index.html");
  }

  HttpResponse serve(HttpRequest request) {
    String name = request.required("*");
    return name.equals("lib/preact.js") ? resource(PREACT, "js") : file(name);
  }

  private static HttpResponse file(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1);
    boolean isPlain = name.matches("[a-z0-9-]+(/[a-z0-9-]+)?\\.[a-z]+");
    if (!isPlain || !TYPES.containsKey(extension)) {
      return HttpResponse.text(404, "Nothing is at " + FOLDER + name + "\n");
    }
    return resource(FOLDER + name, extension);
  }

  private static HttpResponse resource(String path, String extension) {
    try (InputStream in = Pages.class.getResourceAsStream(path)) {
      if (in == null) {
        return HttpResponse.text(404, "Nothing is at " + path + "\n");
      }
      return HttpResponse.bytes(TYPES.getOrDefault(extension, "text/plain"), in.readAllBytes())
          .with("Cache-Control", "no-cache")
          .with("Content-Security-Policy", POLICY)
          .with("Referrer-Policy", "no-referrer");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
