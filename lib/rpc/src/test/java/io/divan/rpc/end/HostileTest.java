package io.divan.rpc.end;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.protocol.bolt.BoltResponse;
import io.divan.protocol.bolt.BoltStatus;
import io.divan.rpc.client.ClientOptions;
import io.divan.rpc.client.Reference;
import io.divan.rpc.client.ReferenceOptions;
import io.divan.rpc.client.RpcClient;
import io.divan.rpc.server.RpcServer;
import io.divan.rpc.server.ServerOptions;
import io.divan.rpc.wire.FrameLimits;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server does for strangers that mean harm: nothing, and its friends do not notice. */
@Timeout(60)
class HostileTest {
  private static final AtomicInteger GADGET_RUNS = new AtomicInteger();
  private static final int PARTIAL = 2 << 20;

  private final LoggedLines log = new LoggedLines();
  private RpcServer server;
  private RpcClient client;
  private Reference<Accounts> friend;

  /** Must never be touched. */
  static class Gadget implements Serializable {
    private static final long serialVersionUID = 1L;

    static {
      GADGET_RUNS.incrementAndGet();
    }

    Gadget() {
      GADGET_RUNS.incrementAndGet();
    }
  }

  @BeforeEach
  void start() throws IOException {
    server =
        RpcServer.start(
            ServerOptions.builder()
                .port(0)
                .connections(60)
                .partialBytes(PARTIAL)
                .frames(
                    FrameLimits.DEFAULT
                        .withLargestContent(1 << 20)
                        .withFrameTime(Duration.ofMillis(700))
                        .withIdleTime(Duration.ofMillis(1_500))
                        .withUnsent(1 << 20))
                .build());
    server.export(Accounts.class, new AccountsInMemory());
    client = RpcClient.create(ClientOptions.builder().heartbeat(Duration.ofMillis(200)).build());
    friend =
        client.refer(
            Accounts.class, ReferenceOptions.of(Accounts.class).at(server.address().toString()));
    assertThat(friend.service().echo("before")).isEqualTo("before");
  }

  @AfterEach
  void theFriendHasNotNoticed() {
    assertThat(friend.service().echo("after")).isEqualTo("after");
    assertThat(server.stats().partialBytes()).isLessThanOrEqualTo(PARTIAL);
    client.close();
    server.close();
    log.close();
  }

  private RawClient stranger() throws IOException {
    return new RawClient(server.address());
  }

  @Test
  void randomBytesCostTheConnectionAndOneLine() throws IOException {
    Random random = new Random(1);
    byte[] noise = new byte[100_000];
    random.nextBytes(noise);
    noise[0] = 0x47;
    try (RawClient stranger = stranger()) {
      stranger.send(noise);
      assertThat(stranger.isClosedByServer()).isTrue();
    }
    assertThat(warnings()).singleElement().asString().contains("a frame begins with 71");
  }

  @Test
  void otherProtocolsAreToldApartByTheirFirstByte() throws IOException {
    for (String hello : List.of("GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001", "\0\0\0\0")) {
      try (RawClient stranger = stranger()) {
        stranger.send(hello.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(stranger.isClosedByServer()).isTrue();
      }
    }
    assertThat(warnings()).hasSize(3);
  }

  @Test
  void anAnnouncedLengthTakesNoMemory() throws IOException {
    byte[] frame = RawClient.echo("x");
    frame[18] = 0x7f; // content of two gigabytes
    try (RawClient stranger = stranger()) {
      stranger.send(frame, 0, 22);
      assertThat(stranger.isClosedByServer()).isTrue();
    }
    assertThat(warnings()).singleElement().asString().contains("announces a content of 2130706");
  }

  @Test
  void aFrameThatNeverEndsIsGivenUp() throws IOException {
    byte[] frame = RawClient.echo("x".repeat(1000));
    try (RawClient stranger = stranger()) {
      stranger.send(frame, 0, 500);
      assertThat(stranger.isClosedByServer()).isTrue();
    }
    assertThat(warnings()).singleElement().asString().contains("a frame takes longer than");
  }

  @Test
  void incompleteFramesOfManyAreBoundedInTotalAndTheOldestGo() throws IOException {
    byte[] frame = RawClient.echo("x".repeat(1_000_000));
    List<RawClient> strangers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      strangers.add(stranger().send(frame, 0, 400_000));
      assertThat(server.stats().partialBytes()).isLessThanOrEqualTo(PARTIAL);
      assertThat(friend.service().echo("during " + i)).isEqualTo("during " + i);
    }
    assertThat(strangers.get(0).isClosedByServer()).isTrue();
    for (RawClient stranger : strangers) {
      stranger.close();
    }
    assertThat(warnings()).anyMatch(line -> line.contains("too many incomplete frames"));
  }

  @Test
  void silenceIsEndedWithoutALine() throws IOException {
    try (RawClient silent = stranger();
        RawClient halfOpen = stranger()) {
      halfOpen.endOutput();
      assertThat(halfOpen.isClosedByServer()).isTrue();
      assertThat(silent.isClosedByServer()).isTrue();
    }
    assertThat(warnings()).isEmpty();
  }

  @Test
  void connectionsBeyondTheLimitAreRefused() throws IOException {
    List<RawClient> strangers = new ArrayList<>();
    for (int i = 0; i < 59; i++) {
      strangers.add(stranger());
    }
    try (RawClient oneTooMany = stranger()) {
      assertThat(oneTooMany.isClosedByServer()).isTrue();
    }
    for (RawClient stranger : strangers) {
      stranger.close();
    }
    assertThat(warnings()).singleElement().asString().contains("60 are open, the limit");
  }

  @Test
  void aFloodOfBadConnectionsIsNoFloodOfLines() throws IOException {
    for (int i = 0; i < 100; i++) {
      try (RawClient stranger = stranger()) {
        stranger.send(new byte[] {9, 9, 9});
        assertThat(stranger.isClosedByServer()).isTrue();
      }
    }
    assertThat(warnings()).hasSize(20);
  }

  @Test
  void aForbiddenClassIsRefusedBeforeAnyOfItsCodeRuns() throws IOException {
    String gadget = "io.divan.rpc.end.HostileTest$Gadget";
    byte[] frame =
        RawClient.request(
            "io.divan.rpc.end.Accounts:1.0",
            "anything",
            new String[] {"java.lang.Object"},
            Map.of(),
            (out, writer) -> {
              out.put('O');
              writer.writeInt(gadget.length());
              out.putUtf8(gadget);
              writer.writeInt(0);
              out.put('o');
              writer.writeInt(1);
            });
    try (RawClient stranger = stranger()) {
      BoltResponse response = stranger.send(frame).response();
      assertThat(response.status()).isEqualTo(BoltStatus.SERVER_DESERIAL_EXCEPTION);
      assertThat(stranger.send(RawClient.echo("still")).response().status())
          .as("the connection goes on")
          .isEqualTo(BoltStatus.SUCCESS);
    }
    assertThat(GADGET_RUNS).hasValue(0);
    assertThat(server.stats().refused()).isEqualTo(1);
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("refusing a request from 127.0.0.1")
        .contains("HostileTest$Gadget is not allowed");
  }

  @Test
  void damagedRequestsAreAnsweredOrCostTheConnection() throws IOException {
    Random random = new Random(5);
    byte[] good = RawClient.echo("some text that is long enough to be damaged");
    for (int i = 0; i < 300; i++) {
      byte[] bad = good.clone();
      bad[22 + random.nextInt(bad.length - 22)] = (byte) random.nextInt();
      try (RawClient stranger = stranger()) {
        stranger.send(bad);
        stranger.endOutput();
        assertThat(stranger.isClosedByServer()).isTrue();
      }
    }
    assertThat(warnings()).hasSizeLessThanOrEqualTo(60);
  }

  @Test
  void whoDoesNotReadItsAnswersIsNotServedForEver() throws Exception {
    byte[] frame = RawClient.echo("x".repeat(200_000));
    RawClient deaf = stranger();
    Thread sender =
        new Thread(() -> {
          try {
            for (int i = 0; i < 2_000; i++) {
              deaf.send(frame);
            }
          } catch (IOException e) {
            // closed by the server, as it should
          }
        });
    sender.start();
    for (int i = 0; i < 50; i++) {
      assertThat(friend.service().echo("during " + i)).isEqualTo("during " + i);
    }
    sender.join();
    assertThat(server.stats().done()).isLessThan(2_000);
    deaf.close();
  }

  private List<String> warnings() {
    return log.lines().stream().filter(line -> line.startsWith("WARNING")).toList();
  }
}
