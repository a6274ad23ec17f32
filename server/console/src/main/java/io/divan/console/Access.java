package io.divan.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpRequest;
import io.divan.kernel.http.HttpResponse;
import io.divan.kernel.http.HttpStatus;
import io.divan.kernel.identity.Authentication;
import io.divan.kernel.identity.Caller;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who is looking. The token of a login stays in a cookie that no script can read and that is sent
 * to nobody else's request.
 */
final class Access {
  /** The code of the failure on which the pages show their login. */
  static final String LOGIN_NEEDED = "console.login-needed";

  private static final String COOKIE = "divan-token";
  private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Strict";

  private final Authentication authentication;

  Access(Authentication authentication) {
    this.authentication = authentication;
  }

  Caller caller(HttpRequest request) {
    if (!authentication.required()) {
      return Caller.anybody();
    }
    String token =
        token(request).orElseThrow(() -> Failure.of(Kind.DENIED, LOGIN_NEEDED, "Please log in."));
    try {
      return authentication.byToken(token);
    } catch (Failure e) {
      throw Failure.of(Kind.DENIED, LOGIN_NEEDED, e.explanation());
    }
  }

  private static Optional<String> token(HttpRequest request) {
    return Stream.of(request.header("cookie").orElse("").split(";"))
        .map(String::strip)
        .filter(each -> each.startsWith(COOKIE + "="))
        .map(each -> each.substring(COOKIE.length() + 1))
        .filter(each -> !each.isEmpty())
        .findFirst();
  }

  Object who(HttpRequest request) {
    return Map.of("required", authentication.required(), "name", caller(request).name());
  }

  HttpResponse login(HttpRequest request) {
    try {
      JsonNode said = Json.readObject(request.bodyText());
      var login =
          authentication.login(said.path("user").asText(""), said.path("password").asText(""));
      return HttpResponse.json(200, Json.write(Map.of("name", login.caller().name())))
          .with(
              "Set-Cookie",
              COOKIE
                  + "="
                  + login.token()
                  + ATTRIBUTES
                  + "; Max-Age="
                  + login.lifetime().toSeconds());
    } catch (Failure e) {
      return HttpResponse.json(
          HttpStatus.of(e.kind()),
          Json.write(Map.of("code", e.code(), "message", e.explanation())));
    }
  }

  HttpResponse logout() {
    return HttpResponse.json(200, "{}")
        .with("Set-Cookie", COOKIE + "=" + ATTRIBUTES + "; Max-Age=0");
  }
}
