package io.divan.doors.nacos;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.kernel.time.ManualClock;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The paths that older clients and curl use. Sources: see the classes that answer them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpDoorTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private TestDoor server;
  private HttpCaller caller;

  @BeforeAll
  void open(@TempDir Path folder) {
    server = TestDoor.open(folder, clock, Map.of());
    caller = new HttpCaller(server.httpPort());
  }

  @AfterAll
  void close() {
    server.close();
  }

  private static Map<String, String> config(String dataId) {
    return Map.of("dataId", dataId, "group", "G");
  }

  private String publish(String dataId, String content) {
    var parameters = new HashMap<>(config(dataId));
    parameters.put("content", content);
    return caller.call("POST", "/nacos/v1/cs/configs", parameters).body();
  }

  private static Body body(HttpResponse<String> answer) {
    return Body.parse(answer.body());
  }

  @Test
  void aConfigurationIsPublishedReadAndRemoved() {
    assertThat(publish("a", "x: ü\n")).isEqualTo("true");
    HttpResponse<String> found = caller.call("GET", "/nacos/v1/cs/configs", config("a"));
    assertThat(found.body()).isEqualTo("x: ü\n");
    assertThat(found.headers().firstValue("Config-Type")).contains("text");
    assertThat(found.headers().firstValue("Content-MD5").orElse("")).hasSize(32);

    assertThat(caller.call("DELETE", "/nacos/v1/cs/configs", config("a")).body()).isEqualTo("true");
    assertThat(caller.call("GET", "/nacos/v1/cs/configs", config("a")).statusCode()).isEqualTo(404);
  }

  @Test
  void thePathsAnswerWithoutTheirContextToo() {
    publish("b", "1");
    assertThat(caller.call("GET", "/v1/cs/configs", config("b")).body()).isEqualTo("1");
  }

  @Test
  void aComparisonThatFailsIsAConflict() {
    publish("c", "1");
    var parameters = new HashMap<>(config("c"));
    parameters.put("content", "2");
    var answer =
        caller.call("POST", "/nacos/v1/cs/configs", parameters, Map.of("casMd5", "0".repeat(32)));
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(caller.call("GET", "/nacos/v1/cs/configs", config("c")).body()).isEqualTo("1");
  }

  @Test
  void htmlIsNeverServedAsAPage() {
    var parameters = new HashMap<>(config("page"));
    parameters.put("content", "<script>alert(1)</script>");
    parameters.put("type", "html");
    caller.call("POST", "/nacos/v1/cs/configs", parameters);
    var found = caller.call("GET", "/nacos/v1/cs/configs", config("page"));
    assertThat(found.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(found.headers().firstValue("Config-Type")).contains("html");
  }

  @Test
  void configurationsAreListedAndTheirPastAsWell() {
    publish("listed", "1");
    publish("listed", "2");
    Body found =
        body(
            caller.call(
                "GET",
                "/nacos/v1/cs/configs",
                Map.of("search", "blur", "dataId", "iste", "group", "")));
    assertThat(found.number("totalCount", 0)).isEqualTo(1);
    assertThat(found.parts("pageItems").getFirst().text("content")).isEqualTo("2");

    Body past = body(caller.call("GET", "/nacos/v1/cs/history", config("listed")));
    assertThat(past.number("totalCount", 0)).isEqualTo(2);
    assertThat(past.parts("pageItems").getFirst().text("srcUser")).isEqualTo("anonymous@127.0.0.1");
  }

  private static final String LISTENER = "/nacos/v1/cs/configs/listener";

  private static Map<String, String> listening(String dataId, String md5) {
    return Map.of("Listening-Configs", dataId + "\2G\2" + md5 + "\1");
  }

  @Test
  void aLongPollAnswersAtOnceWhatIsDifferentAlready() {
    publish("p1", "1");
    var answer = caller.call("POST", LISTENER, listening("p1", ""));
    assertThat(answer.body()).isEqualTo("p1%02G%01\n");
  }

  @Test
  void aLongPollWakesUpWhenSomethingChanges() throws Exception {
    var waiting =
        caller.begin(LISTENER, listening("p2", ""), Map.of("Long-Pulling-Timeout", "30000"));
    awaitFollower("p2");
    publish("p2", "1");
    assertThat(waiting.get(10, TimeUnit.SECONDS).body()).isEqualTo("p2%02G%01\n");
    assertThat(server.configurations.followers(Names.config("", "G", "p2"))).isEmpty();
  }

  @Test
  void aLongPollInWhichNothingChangesAnswersNothing() throws Exception {
    var waiting =
        caller.begin(LISTENER, listening("p3", ""), Map.of("Long-Pulling-Timeout", "30000"));
    awaitFollower("p3");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!waiting.isDone() && System.nanoTime() < deadline) {
      clock.advance(Duration.ofSeconds(1)); // it may begin to wait between two of these
      Thread.onSpinWait();
    }
    assertThat(waiting.get(10, TimeUnit.SECONDS).body()).isEmpty();
  }

  @Test
  void aLongPollThatMustNotWaitDoesNot() {
    var answer =
        caller.call(
            "POST",
            LISTENER,
            listening("p4", ""),
            Map.of("Long-Pulling-Timeout", "30000", "Long-Pulling-Timeout-No-Hangup", "true"));
    assertThat(answer.body()).isEmpty();
  }

  private void awaitFollower(String dataId) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (server.configurations.followers(Names.config("", "G", dataId)).isEmpty()) {
      assertThat(System.nanoTime()).as("a follower in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static Map<String, String> instance(String service, int port) {
    return Map.of("serviceName", service, "ip", "10.0.0.1", "port", Integer.toString(port));
  }

  private Body list(String service, String... more) {
    var parameters = new HashMap<>(Map.of("serviceName", service));
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    return body(caller.call("GET", "/nacos/v1/ns/instance/list", parameters));
  }

  @Test
  void anInstanceStaysWhileItBeatsAndNotLonger() {
    var parameters = new HashMap<>(instance("G@@beating", 80));
    parameters.put("metadata", "zone=a,rack=7");
    assertThat(caller.call("POST", "/nacos/v1/ns/instance", parameters).body()).isEqualTo("ok");
    Body host = list("G@@beating").parts("hosts").getFirst();
    assertThat(host.texts("metadata")).isEqualTo(Map.of("zone", "a", "rack", "7"));

    clock.advance(Duration.ofSeconds(14));
    Body beat = body(caller.call("PUT", "/nacos/v1/ns/instance/beat", instance("G@@beating", 80)));
    assertThat(beat.number("code", 0)).isEqualTo(10200);
    clock.advance(Duration.ofSeconds(16));
    assertThat(list("G@@beating", "healthyOnly", "true").parts("hosts")).isEmpty();
    clock.advance(Duration.ofSeconds(16));
    assertThat(list("G@@beating").parts("hosts")).isEmpty();
    beat = body(caller.call("PUT", "/nacos/v1/ns/instance/beat", instance("G@@beating", 80)));
    assertThat(beat.number("code", 0)).isEqualTo(20404);
  }

  @Test
  void aBeatThatSaysEverythingRegisters() {
    String beat = "{\"ip\":\"10.0.0.1\",\"port\":80,\"cluster\":\"c\",\"metadata\":{\"k\":\"v\"}}";
    var answer =
        caller.call(
            "PUT", "/nacos/v1/ns/instance/beat", Map.of("serviceName", "full", "beat", beat));
    assertThat(body(answer).number("code", 0)).isEqualTo(10200);
    assertThat(list("full").parts("hosts").getFirst().text("clusterName")).isEqualTo("c");
  }

  @Test
  void aPersistentInstanceComesAndGoesByHttp() {
    var parameters = new HashMap<>(instance("lasting", 80));
    parameters.put("ephemeral", "false");
    parameters.put("enable", "true");
    caller.call("POST", "/nacos/v1/ns/instance", parameters);
    clock.advance(Duration.ofMinutes(5));
    assertThat(list("lasting").parts("hosts")).hasSize(1);
    assertThat(
            body(caller.call("GET", "/nacos/v1/ns/instance", instance("lasting", 80)))
                .flag("ephemeral", true))
        .isFalse();

    caller.call("DELETE", "/nacos/v1/ns/instance", parameters);
    assertThat(list("lasting").parts("hosts")).isEmpty();
  }

  @Test
  void anOperatorTakesAnInstanceOut() {
    caller.call("POST", "/nacos/v1/ns/instance", instance("out", 80));
    var parameters = new HashMap<>(instance("out", 80));
    parameters.put("enabled", "false");
    assertThat(caller.call("PUT", "/nacos/v1/ns/instance", parameters).body()).isEqualTo("ok");
    assertThat(list("out").parts("hosts")).isEmpty();
    var unknown = caller.call("PUT", "/nacos/v1/ns/instance", instance("out", 81));
    assertThat(unknown.statusCode()).isEqualTo(404);
  }

  @Test
  void aServiceIsDeclaredShownListedAndRemoved() {
    var parameters =
        Map.of("serviceName", "said", "groupName", "H", "protectThreshold", "0.4", "metadata", "");
    caller.call("POST", "/nacos/v1/ns/service", parameters);
    Body shown =
        body(
            caller.call(
                "GET", "/nacos/v1/ns/service", Map.of("serviceName", "said", "groupName", "H")));
    assertThat(shown.decimal("protectThreshold", 0)).isEqualTo(0.4);
    Body listed =
        body(
            caller.call(
                "GET",
                "/nacos/v1/ns/service/list",
                Map.of("groupName", "H", "pageNo", "1", "pageSize", "5")));
    assertThat(listed.tree().path("doms").get(0).asText()).isEqualTo("said");

    assertThat(caller.call("DELETE", "/nacos/v1/ns/service", parameters).body()).isEqualTo("ok");
    assertThat(caller.call("GET", "/nacos/v1/ns/service", parameters).statusCode()).isEqualTo(404);
    var tooMuch = new HashMap<>(parameters);
    tooMuch.put("protectThreshold", "7");
    assertThat(caller.call("POST", "/nacos/v1/ns/service", tooMuch).statusCode()).isEqualTo(400);
  }

  @Test
  void theV3ClientApiAnswersInItsOwnForm() {
    publish("v3", "1");
    Body found =
        body(
            caller.call(
                "GET", "/nacos/v3/client/cs/config", Map.of("dataId", "v3", "groupName", "G")));
    assertThat(found.number("code", -1)).isZero();
    assertThat(found.part("data").text("content")).isEqualTo("1");
    var absent =
        caller.call("GET", "/nacos/v3/client/cs/config", Map.of("dataId", "no", "groupName", "G"));
    assertThat(absent.statusCode()).isEqualTo(404);
    assertThat(body(absent).number("code", 0)).isEqualTo(20004);

    String path = "/nacos/v3/client/ns/instance";
    assertThat(body(caller.call("POST", path, instance("v3s", 80))).text("data")).isEqualTo("ok");
    var beat = new HashMap<>(instance("v3s", 80));
    beat.put("heartBeat", "true");
    assertThat(body(caller.call("POST", path, beat)).number("code", -1)).isZero();
    Body hosts = body(caller.call("GET", path + "/list", Map.of("serviceName", "v3s")));
    assertThat(hosts.parts("data")).hasSize(1);
    caller.call("DELETE", path, instance("v3s", 80));
    assertThat(caller.call("POST", path, beat).statusCode()).isEqualTo(404);
  }

  @Test
  void namespacesAreKept() {
    caller.call(
        "POST",
        "/nacos/v1/console/namespaces",
        Map.of("customNamespaceId", "dev", "namespaceName", "Dev", "namespaceDesc", "d"));
    Body listed = body(caller.call("GET", "/nacos/v1/console/namespaces", Map.of()));
    assertThat(listed.parts("data"))
        .extracting(each -> each.text("namespace") + "/" + each.text("namespaceShowName"))
        .contains("/public", "dev/Dev");
    caller.call("DELETE", "/nacos/v1/console/namespaces", Map.of("namespaceId", "dev"));
    assertThat(caller.call("GET", "/nacos/v1/console/namespaces", Map.of()).body())
        .doesNotContain("Dev");
  }

  @Test
  void theServerSaysThatItIsUp() {
    assertThat(caller.call("GET", "/nacos/v1/ns/operator/metrics", Map.of()).body())
        .contains("\"UP\"");
    assertThat(
            body(caller.call("GET", "/nacos/v3/admin/core/state/liveness", Map.of()))
                .number("code", -1))
        .isZero();
    assertThat(caller.call("GET", "/nacos/serverlist", Map.of()).body())
        .isEqualTo("127.0.0.1:" + server.httpPort() + "\n");
  }

  @Test
  void whatMakesNoSenseIsRefusedInAFewWords() {
    for (Map<String, String> bad :
        List.of(
            Map.of("group", "G"),
            Map.of("dataId", "a/b", "group", "G", "content", "1"),
            Map.of("dataId", "a", "group", "G", "content", " "))) {
      assertThat(caller.call("POST", "/nacos/v1/cs/configs", bad).statusCode()).isEqualTo(400);
    }
    var number = new HashMap<>(instance("x", 80));
    number.put("weight", "heavy");
    assertThat(caller.call("POST", "/nacos/v1/ns/instance", number).statusCode()).isEqualTo(400);
    assertThat(caller.call("POST", LISTENER, Map.of("Listening-Configs", "nonsense")).statusCode())
        .isEqualTo(400);
    assertThat(caller.call("GET", "/nacos/v1/nothing", Map.of()).statusCode()).isEqualTo(404);
  }
}
