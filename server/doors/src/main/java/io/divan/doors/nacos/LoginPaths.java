package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpResponse;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Authentication;
import io.divan.kernel.identity.Authentication.Login;
import io.divan.kernel.identity.Caller;

/** Logging in, as the clients of all versions do it. Source: HttpLoginProcessor of 3.1.1. */
final class LoginPaths {
  private final Authentication authentication;

  LoginPaths(Authentication authentication) {
    this.authentication = authentication;
  }

  void addTo(HttpPaths paths) {
    paths
        .v1("POST", "/v3/auth/user/login", this::login)
        .v1("POST", "/v1/auth/users/login", this::login)
        .v1("POST", "/v1/auth/login", this::login);
  }

  private HttpResponse login(HttpAsked asked) {
    Login login;
    try {
      login = authentication.login(asked.text("username"), asked.text("password"));
    } catch (Failure e) {
      // A client that meets "too many" as 503 would take the server for broken.
      int status = e.kind() == Kind.DENIED ? 403 : 429;
      return HttpResponse.text(status, e.explanation());
    }
    ObjectNode body =
        Body.object()
            .put("accessToken", login.token())
            .put("tokenTtl", login.lifetime().toSeconds())
            .put("globalAdmin", login.caller().may(Action.ADMIN, Caller.EVERYWHERE))
            .put("username", login.caller().name());
    return HttpPaths.json(body).with("Authorization", "Bearer " + login.token());
  }
}
