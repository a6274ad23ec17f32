package io.divan.doors.nacos;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.kernel.identity.Action;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.time.ManualClock;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, over both ports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
  private static final String PASSWORD = "correct horse";

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private TestDoor server;
  private HttpCaller caller;

  @BeforeAll
  void open(@TempDir Path folder) {
    server =
        TestDoor.open(
            folder,
            clock,
            Map.of(
                "identity.enabled", "true",
                "identity.admin-password", PASSWORD,
                "identity.password-iterations", "1000"));
    caller = new HttpCaller(server.httpPort());
    var identity = server.identity;
    identity.createUser(Origin.server(), "reader", PASSWORD).join();
    identity.grant(Origin.server(), "reader", "", Action.READ).join();
    identity.createUser(Origin.server(), "nobody", PASSWORD).join();
  }

  @AfterAll
  void close() {
    server.close();
  }

  private HttpResponse<String> login(String path, String user, String password) {
    return caller.call("POST", path, Map.of("username", user, "password", password));
  }

  private String token(String user) {
    return Body.parse(login("/nacos/v3/auth/user/login", user, PASSWORD).body())
        .text("accessToken");
  }

  @Test
  void aLoginGivesATokenAtEveryPathThatClientsUse() {
    for (String path :
        new String[] {
          "/nacos/v3/auth/user/login", "/nacos/v1/auth/users/login", "/nacos/v1/auth/login"
        }) {
      HttpResponse<String> answer = login(path, "admin", PASSWORD);
      Body body = Body.parse(answer.body());
      assertThat(body.text("accessToken")).isNotEmpty();
      assertThat(body.number("tokenTtl", 0)).isEqualTo(18_000);
      assertThat(body.flag("globalAdmin", false)).isTrue();
    }
  }

  @Test
  void aWrongPasswordIsForbiddenAndGuessingIsSlowedDown() {
    for (int i = 0; i < 5; i++) {
      assertThat(login("/nacos/v3/auth/user/login", "eve", "guess").statusCode()).isEqualTo(403);
    }
    assertThat(login("/nacos/v3/auth/user/login", "eve", "guess").statusCode()).isEqualTo(429);
  }

  @Test
  void withoutATokenNothingIsAnswered() throws Exception {
    Map<String, String> config = Map.of("dataId", "a", "group", "G", "content", "1");
    for (String method : new String[] {"GET", "POST", "DELETE"}) {
      assertThat(caller.call(method, "/nacos/v1/cs/configs", config).statusCode()).isEqualTo(403);
    }
    assertThat(
            caller
                .call("GET", "/nacos/v1/ns/instance/list", Map.of("serviceName", "s"))
                .statusCode())
        .isEqualTo(403);
    try (var client = new RawClient(server.grpcPort()).setUp()) {
      String key = "{\"dataId\":\"a\",\"group\":\"G\"}";
      for (String type : new String[] {"ConfigQuery", "ConfigPublish", "ConfigRemove"}) {
        assertForbidden(client.ask(type + "Request", key), type + "Response");
      }
      String listen = "{\"configListenContexts\":[" + key + "]}";
      assertForbidden(
          client.ask("ConfigBatchListenRequest", listen), "ConfigChangeBatchListenResponse");
      String service = "{\"serviceName\":\"s\",\"groupName\":\"G\"}";
      assertForbidden(client.ask("ServiceQueryRequest", service), "QueryServiceResponse");
      assertForbidden(client.ask("SubscribeServiceRequest", service), "SubscribeServiceResponse");
      assertForbidden(client.ask("InstanceRequest", service), "InstanceResponse");
      assertForbidden(client.ask("ServiceListRequest", service), "ServiceListResponse");
    }
  }

  private static void assertForbidden(Payload answer, String type) {
    assertThat(answer.type()).isEqualTo(type);
    assertThat(Body.parse(answer.body()).number("errorCode", 0)).isEqualTo(403);
  }

  private static void assertOk(Payload answer) {
    assertThat(Body.parse(answer.body()).number("resultCode", 0)).isEqualTo(200);
  }

  @Test
  void aTokenOpensWhatItsUserMay() throws Exception {
    String key = "{\"dataId\":\"a\",\"group\":\"G\",\"content\":\"1\"}";
    Map<String, String> admin = Map.of("accessToken", token("admin"));
    Map<String, String> reader = Map.of("accessToken", token("reader"));
    Map<String, String> nobody = Map.of("accessToken", token("nobody"));
    try (var client = new RawClient(server.grpcPort()).setUp()) {
      assertOk(client.ask("ConfigPublishRequest", key, admin));
      assertOk(client.ask("ConfigQueryRequest", key, reader));
      assertForbidden(client.ask("ConfigPublishRequest", key, reader), "ConfigPublishResponse");
      assertForbidden(client.ask("ConfigQueryRequest", key, nobody), "ConfigQueryResponse");
      String other = "{\"dataId\":\"a\",\"group\":\"G\",\"tenant\":\"dev\"}";
      assertForbidden(client.ask("ConfigQueryRequest", other, reader), "ConfigQueryResponse");
      String service = "{\"serviceName\":\"s\",\"groupName\":\"G\",\"subscribe\":true}";
      assertOk(client.ask("SubscribeServiceRequest", service, reader));
      assertForbidden(client.ask("InstanceRequest", service, reader), "InstanceResponse");
    }
    var parameters = new HashMap<>(Map.of("dataId", "a", "group", "G"));
    parameters.putAll(reader);
    assertThat(caller.call("GET", "/nacos/v1/cs/configs", parameters).body()).isEqualTo("1");
    assertThat(caller.call("DELETE", "/nacos/v1/cs/configs", parameters).statusCode())
        .isEqualTo(403);
  }

  @Test
  void onlyAnAdministratorMakesNamespaces() {
    var parameters = new HashMap<>(Map.of("customNamespaceId", "dev", "namespaceName", "Dev"));
    parameters.put("accessToken", token("reader"));
    String path = "/nacos/v1/console/namespaces";
    assertThat(caller.call("POST", path, parameters).statusCode()).isEqualTo(403);
    parameters.put("accessToken", token("admin"));
    assertThat(caller.call("POST", path, parameters).statusCode()).isEqualTo(200);
  }

  @Test
  void usersAndTheirRightsAreKeptByHttp() {
    Map<String, String> admin = Map.of("Authorization", "Bearer " + token("admin"));
    Map<String, String> user = Map.of("username", "ben", "password", PASSWORD);
    String users = "/nacos/v1/auth/users";
    assertThat(caller.call("POST", users, user).statusCode()).isEqualTo(403);
    assertThat(caller.call("POST", users, user, admin).statusCode()).isEqualTo(200);
    assertThat(caller.call("GET", users, Map.of(), admin).body()).contains("\"ben\"");
    Map<String, String> right = Map.of("role", "ben", "resource", "dev:*:*", "action", "rw");
    caller.call("POST", "/nacos/v1/auth/permissions", right, admin);

    Map<String, String> ben = Map.of("Authorization", "Bearer " + token("ben"));
    var config = Map.of("dataId", "x", "group", "G", "tenant", "dev", "content", "1");
    assertThat(caller.call("POST", "/nacos/v1/cs/configs", config, ben).statusCode())
        .isEqualTo(200);
    caller.call("DELETE", "/nacos/v1/auth/permissions", right, admin);
    assertThat(caller.call("POST", "/nacos/v1/cs/configs", config, ben).statusCode())
        .isEqualTo(403);
    var own = Map.of("username", "ben", "newPassword", "another horse");
    assertThat(caller.call("PUT", users, own, ben).statusCode()).isEqualTo(200);
    assertThat(login("/nacos/v1/auth/login", "ben", "another horse").statusCode()).isEqualTo(200);
    caller.call("DELETE", users, Map.of("username", "ben"), admin);
    assertThat(login("/nacos/v1/auth/login", "ben", "another horse").statusCode()).isEqualTo(403);
  }

  @Test
  void anExpiredTokenIsForbidden() throws Exception {
    String key = "{\"dataId\":\"b\",\"group\":\"G\"}";
    Map<String, String> reader = Map.of("accessToken", token("reader"));
    clock.advance(Duration.ofHours(5));
    try (var client = new RawClient(server.grpcPort()).setUp()) {
      assertForbidden(client.ask("ConfigQueryRequest", key, reader), "ConfigQueryResponse");
    }
  }
}
