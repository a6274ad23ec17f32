package io.divan.doors.nacos;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.domain.config.Draft;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The protocol as nacos-client 3.1.1 speaks it (GrpcClient, ClientWorker, NamingGrpcClientProxy).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcDoorTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private TestDoor server;
  private RawClient client;

  @BeforeAll
  void open(@TempDir Path folder) {
    server = TestDoor.open(folder, clock, Map.of());
  }

  @AfterAll
  void close() {
    server.close();
  }

  @BeforeEach
  void connect() {
    client = new RawClient(server.grpcPort());
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private static Body body(Payload payload) {
    return Body.parse(payload.body());
  }

  private void assertOk(Payload answer, String type) {
    assertThat(answer.type()).isEqualTo(type);
    assertThat(body(answer).number("resultCode", 0)).isEqualTo(200);
    assertThat(body(answer).flag("success", false)).isTrue();
  }

  private void assertRefused(Payload answer, String type, int code) {
    assertThat(answer.type()).isEqualTo(type);
    assertThat(body(answer).number("resultCode", 0)).isEqualTo(500);
    assertThat(body(answer).number("errorCode", 0)).isEqualTo(code);
    assertThat(body(answer).text("message")).isNotEmpty();
  }

  @Test
  void aServerCheckNamesTheConnectionAndPromisesNegotiation() throws Exception {
    Payload answer = client.ask("ServerCheckRequest", "{}");
    assertOk(answer, "ServerCheckResponse");
    assertThat(body(answer).text("connectionId")).isNotEmpty();
    assertThat(body(answer).flag("supportAbilityNegotiation", false)).isTrue();
  }

  @Test
  void whatIsAskedBeforeTheSetUpIsAnsweredUnregistered() throws Exception {
    for (String type : new String[] {"HealthCheckRequest", "ConfigQueryRequest"}) {
      assertRefused(client.ask(type, "{}"), "ErrorResponse", 301);
    }
  }

  @Test
  void anUnknownTypeIsAnsweredNoHandler() throws Exception {
    client.setUp();
    assertRefused(client.ask("LockOperationRequest", "{}"), "ErrorResponse", 302);
    assertRefused(client.ask("x".repeat(10_000), "{}"), "ErrorResponse", 302);
    assertOk(client.ask("HealthCheckRequest", "{}"), "HealthCheckResponse");
  }

  @Test
  void aClientThatNegotiatesIsToldWhatTheServerCannotDo() throws Exception {
    client.openStream();
    client.say("ConnectionSetupRequest", "{\"abilityTable\":{\"fuzzyWatch\":true}}");
    Payload ack = client.nextPush();
    assertThat(ack.type()).isEqualTo("SetupAckRequest");
    Body table = body(ack).part("abilityTable");
    assertThat(table.flag("supportPersistentInstanceByGrpc", false)).isTrue();
    assertThat(table.flag("fuzzyWatch", true)).isFalse();
    assertThat(table.flag("lock", true)).isFalse();
  }

  /** Source: nacos-client 2.0.3, which sends "abilities" and waits 100 ms. */
  @Test
  void anOlderClientIsToldNothingAndServed() throws Exception {
    client.openStream();
    client.say("ConnectionSetupRequest", "{\"clientVersion\":\"2.0.3\",\"abilities\":{}}");
    awaitSetUp();
    assertThat(client.nothingPushed()).isTrue();
  }

  private void awaitSetUp() throws Exception {
    for (int i = 0; i < 1000; i++) { // the stream and the request are two calls; order is likely
      if (client.ask("HealthCheckRequest", "{}").type().equals("HealthCheckResponse")) {
        return;
      }
    }
    throw new AssertionError("never set up");
  }

  @Test
  void aConnectionHasOneStream() throws Exception {
    client.setUp();
    client.openStream();
    assertThat(client.streamEnd.get(10, TimeUnit.SECONDS).getDescription()).contains("one stream");
  }

  @Test
  void aConfigurationIsPublishedReadComparedAndRemoved() throws Exception {
    client.setUp();
    String key = "\"dataId\":\"a.json\",\"group\":\"G\",\"tenant\":\"\"";
    assertRefused(client.ask("ConfigQueryRequest", "{" + key + "}"), "ConfigQueryResponse", 300);
    assertOk(
        client.ask(
            "ConfigPublishRequest",
            "{" + key + ",\"content\":\"é\",\"additionMap\":{\"type\":\"json\",\"appName\":null}}"),
        "ConfigPublishResponse");

    Payload found = client.ask("ConfigQueryRequest", "{" + key + "}");
    assertOk(found, "ConfigQueryResponse");
    assertThat(body(found).text("content")).isEqualTo("é");
    assertThat(body(found).text("contentType")).isEqualTo("json");
    String md5 = body(found).text("md5");

    String wrong = "{" + key + ",\"content\":\"2\",\"casMd5\":\"00\"}";
    assertRefused(client.ask("ConfigPublishRequest", wrong), "ConfigPublishResponse", 409);
    String right = "{" + key + ",\"content\":\"2\",\"casMd5\":\"" + md5 + "\"}";
    assertOk(client.ask("ConfigPublishRequest", right), "ConfigPublishResponse");
    assertOk(client.ask("ConfigRemoveRequest", "{" + key + "}"), "ConfigRemoveResponse");
    assertRefused(client.ask("ConfigQueryRequest", "{" + key + "}"), "ConfigQueryResponse", 300);
  }

  @Test
  void theDefaultNamespaceHasTwoNames() throws Exception {
    client.setUp();
    client.ask(
        "ConfigPublishRequest",
        "{\"dataId\":\"n\",\"group\":\"G\",\"tenant\":\"public\",\"content\":\"1\"}");
    assertOk(
        client.ask("ConfigQueryRequest", "{\"dataId\":\"n\",\"group\":\"G\"}"),
        "ConfigQueryResponse");
  }

  @Test
  void whatIsMeantForSomeClientsOnlyIsRefusedRatherThanGivenToAll() throws Exception {
    client.setUp();
    for (String condition : new String[] {"\"betaIps\":\"10.0.0.1\"", "\"tag\":\"t\""}) {
      Payload answer =
          client.ask(
              "ConfigPublishRequest",
              "{\"dataId\":\"g\",\"group\":\"G\",\"content\":\"1\",\"additionMap\":{"
                  + condition
                  + "}}");
      assertRefused(answer, "ConfigPublishResponse", 400);
    }
  }

  @Test
  void aListenerHearsOfAChangeByTheNameItUsedItself() throws Exception {
    client.setUp();
    Payload first =
        client.ask(
            "ConfigBatchListenRequest",
            "{\"listen\":true,\"configListenContexts\":["
                + "{\"dataId\":\"l\",\"group\":\"G\",\"tenant\":\"public\",\"md5\":\"\"},"
                + "{\"dataId\":\"a/b\",\"group\":\"G\",\"tenant\":\"public\",\"md5\":\"\"}]}");
    assertOk(first, "ConfigChangeBatchListenResponse");
    assertThat(body(first).parts("changedConfigs")).isEmpty();

    server.configurations.publish(
        Origin.server(), Names.config("", "G", "l"), Draft.of("1"), ConfigRequests.expected(""));
    Payload push = client.nextPush();
    assertThat(push.type()).isEqualTo("ConfigChangeNotifyRequest");
    assertThat(body(push).text("dataId")).isEqualTo("l");
    assertThat(body(push).text("tenant")).isEqualTo("public");
    client.acknowledge(push);

    Payload again =
        client.ask(
            "ConfigBatchListenRequest",
            "{\"configListenContexts\":[{\"dataId\":\"l\",\"group\":\"G\",\"md5\":\"\"}]}");
    assertThat(body(again).parts("changedConfigs")).hasSize(1);
  }

  @Test
  void aSubscriberIsToldAndARegistrationEndsWithItsConnection() throws Exception {
    client.setUp();
    String service = "\"namespace\":\"public\",\"serviceName\":\"s\",\"groupName\":\"G\"";
    Payload subscribed =
        client.ask(
            "SubscribeServiceRequest", "{" + service + ",\"subscribe\":true,\"clusters\":\"\"}");
    assertOk(subscribed, "SubscribeServiceResponse");
    assertThat(body(subscribed).part("serviceInfo").parts("hosts")).isEmpty();

    try (var other = new RawClient(server.grpcPort()).setUp()) {
      assertOk(
          other.ask(
              "InstanceRequest",
              "{"
                  + service
                  + ",\"type\":\"registerInstance\",\"instance\":{\"ip\":\"10.0.0.1\","
                  + "\"port\":80,\"metadata\":{\"k\":\"v\",\"n\":null}}}"),
          "InstanceResponse");
      Payload push = client.nextPush();
      assertThat(push.type()).isEqualTo("NotifySubscriberRequest");
      Body host = body(push).part("serviceInfo").parts("hosts").getFirst();
      assertThat(host.text("instanceId")).isEqualTo("10.0.0.1#80#DEFAULT#G@@s");
      assertThat(host.texts("metadata")).isEqualTo(Map.of("k", "v"));
      client.acknowledge(push);
    }
    Payload gone = client.nextPush();
    assertThat(body(gone).part("serviceInfo").parts("hosts")).isEmpty();
  }

  @Test
  void anIllegalInstanceIsRefusedByAnAnswerOfTheExpectedType() throws Exception {
    client.setUp();
    String service = "\"serviceName\":\"s\",\"groupName\":\"G\",\"type\":\"registerInstance\"";
    String noIp = "{" + service + ",\"instance\":{\"ip\":\"\"}}";
    assertRefused(client.ask("InstanceRequest", noIp), "InstanceResponse", 400);
    assertRefused(client.ask("InstanceRequest", "{}"), "InstanceResponse", 400);
    assertRefused(client.ask("InstanceRequest", "[1,"), "InstanceResponse", 400);
    assertRefused(client.ask("BatchInstanceRequest", "7"), "BatchInstanceResponse", 400);
  }

  @Test
  void aSilentClientIsAskedForASignAndGoneWithoutOne() throws Exception {
    client.setUp();
    clock.advance(Duration.ofSeconds(22));
    Payload question = client.nextPush();
    assertThat(question.type()).isEqualTo("ClientDetectionRequest");
    client.acknowledge(question);
    awaitSetUp();

    clock.advance(Duration.ofSeconds(22));
    assertThat(client.nextPush().type()).isEqualTo("ClientDetectionRequest");
    clock.advance(Duration.ofSeconds(6));
    client.streamEnd.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aConnectionThatNeverSetsItselfUpIsClosed() throws Exception {
    client.openStream();
    assertOk(client.ask("ServerCheckRequest", "{}"), "ServerCheckResponse");
    clock.advance(Duration.ofSeconds(32));
    client.streamEnd.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aStreamThatCarriesSomethingElseIsClosed() throws Exception {
    client.openStream();
    client.say("ConfigQueryRequest", "{}");
    client.streamEnd.get(10, TimeUnit.SECONDS);
  }
}
