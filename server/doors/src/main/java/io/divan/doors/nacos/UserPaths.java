package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.domain.identity.Identity;
import io.divan.domain.identity.Identity.UserView;
import io.divan.domain.search.Page;
import io.divan.doors.nacos.Credentials.Subject;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpResponse;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.machine.Origin;

/**
 * Users and what they may do, by the paths of Nacos's v1 API. Here rights are given to users
 * themselves, so the only roles are {@code ROLE_ADMIN} and, for each user, that of their own name.
 */
final class UserPaths {
  private static final Subject NOTHING = new Subject.Config("", "");
  private static final String ADMINISTRATOR = "ROLE_ADMIN";
  private static final String USERS = "/v1/auth/users";
  private static final String ROLES = "/v1/auth/roles";
  private static final String PERMISSIONS = "/v1/auth/permissions";

  private final Identity identity;

  UserPaths(Identity identity) {
    this.identity = identity;
  }

  void addTo(HttpPaths paths) {
    paths
        .v1("GET", USERS, this::list)
        .v1("POST", USERS, this::create)
        .v1("PUT", USERS, this::changePassword)
        .v1("DELETE", USERS, this::remove)
        .v1("POST", ROLES, this::giveRole)
        .v1("DELETE", ROLES, this::takeRole)
        .v1("POST", PERMISSIONS, this::give)
        .v1("DELETE", PERMISSIONS, this::take);
  }

  private static Origin administrator(HttpAsked asked) {
    return asked.require(Action.ADMIN, Caller.EVERYWHERE, NOTHING);
  }

  private static HttpResponse done(String message) {
    return HttpPaths.json(Body.object().put("code", 200).put("message", message).putNull("data"));
  }

  private HttpResponse list(HttpAsked asked) {
    administrator(asked);
    int number = asked.number("pageNo", 1);
    Page<UserView> page = Page.of(identity.users(), number, asked.number("pageSize", 100));
    ObjectNode body = Body.object().put("totalCount", page.total()).put("pageNumber", number);
    ArrayNode items = body.putArray("pageItems");
    page.items().forEach(user -> items.addObject().put("username", user.name()));
    return HttpPaths.json(body);
  }

  private HttpResponse create(HttpAsked asked) {
    Origin by = administrator(asked);
    HttpAsked.await(
        identity.createUser(by, asked.required("username"), asked.required("password")));
    return done("create user ok!");
  }

  /** Everybody may change their own. */
  private HttpResponse changePassword(HttpAsked asked) {
    String user = asked.required("username");
    Caller caller = asked.caller(NOTHING);
    if (!caller.name().equals(user)) {
      caller.require(Action.ADMIN, Caller.EVERYWHERE);
    }
    HttpAsked.await(
        identity.changePassword(
            Asked.origin(caller, "", asked.client()), user, asked.required("newPassword")));
    return done("update user ok!");
  }

  private HttpResponse remove(HttpAsked asked) {
    Origin by = administrator(asked);
    HttpAsked.await(identity.removeUser(by, asked.required("username")));
    return done("delete user ok!");
  }

  private HttpResponse giveRole(HttpAsked asked) {
    Origin by = administrator(asked);
    String user = asked.required("username");
    if (isAdministrator(asked.required("role"), user)) {
      HttpAsked.await(identity.grant(by, user, Caller.EVERYWHERE, Action.ADMIN));
    }
    return done("add role ok!");
  }

  private HttpResponse takeRole(HttpAsked asked) {
    Origin by = administrator(asked);
    String user = asked.required("username");
    if (isAdministrator(asked.required("role"), user)) {
      HttpAsked.await(identity.revoke(by, user, Caller.EVERYWHERE));
    }
    return done("delete role of user " + user + " ok!");
  }

  private static boolean isAdministrator(String role, String user) {
    if (!role.equals(ADMINISTRATOR) && !role.equals(user)) {
      throw Failure.of(
          Kind.USER,
          "nacos.role",
          "A role here is ROLE_ADMIN or a user's own name; give rights to users themselves.");
    }
    return role.equals(ADMINISTRATOR);
  }

  private HttpResponse give(HttpAsked asked) {
    Origin by = administrator(asked);
    HttpAsked.await(identity.grant(by, asked.required("role"), namespace(asked), action(asked)));
    return done("add permission ok!");
  }

  private HttpResponse take(HttpAsked asked) {
    Origin by = administrator(asked);
    HttpAsked.await(identity.revoke(by, asked.required("role"), namespace(asked)));
    return done("delete permission ok!");
  }

  /** Of {@code namespace:group:name}; rights are for whole namespaces. */
  private static String namespace(HttpAsked asked) {
    String resource = asked.text("resource");
    int colon = resource.indexOf(':');
    String namespace = colon < 0 ? resource : resource.substring(0, colon);
    return namespace.equals("*") ? Caller.EVERYWHERE : Names.namespace(namespace);
  }

  private static Action action(HttpAsked asked) {
    return switch (asked.required("action")) {
      case "r" -> Action.READ;
      case "w", "rw" -> Action.WRITE;
      default ->
          throw Failure.of(Kind.USER, "nacos.action", "An action is \"r\", \"w\" or \"rw\".");
    };
  }
}
