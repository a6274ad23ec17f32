package io.divan.doors.nacos;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.kernel.fake.LoggedLines;
import io.divan.kernel.time.SystemClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Strangers at the gRPC port: what they take is bounded, said once, and nobody else's trouble. */
@Timeout(60)
class HostileTest {
  private static final int UNFINISHED = 256 * 1024;
  private static final int CONNECTIONS = 60;

  private final LoggedLines log = new LoggedLines();
  private final List<RawHttp2> strangers = new ArrayList<>();
  private TestDoor server;
  private RawClient customer;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    server =
        TestDoor.open(
            folder,
            new SystemClock(),
            Map.of(
                "nacos.arrival-timeout", "500ms",
                "net.max-unfinished", "256KB",
                "net.max-connections", String.valueOf(CONNECTIONS)));
    customer = new RawClient(server.grpcPort()).setUp();
  }

  @AfterEach
  void close() throws Exception {
    assertServed();
    for (RawHttp2 each : strangers) {
      each.close();
    }
    customer.close();
    server.close();
    log.close();
  }

  private void assertServed() throws Exception {
    assertThat(customer.ask("HealthCheckRequest", "{}").type()).isEqualTo("HealthCheckResponse");
  }

  private RawHttp2 stranger() throws IOException {
    var stranger = new RawHttp2(server.grpcPort());
    strangers.add(stranger);
    return stranger;
  }

  private void assertSaid(String text) {
    await(() -> !log.with(text).isEmpty());
    assertThat(log.with(text)).hasSizeBetween(1, 4).first().asString().contains("door=nacos");
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void noiseEndsItsConnection() throws Exception {
    var random = new Random(42);
    for (int i = 0; i < 40; i++) {
      byte[] noise = new byte[24 + random.nextInt(4_000)];
      random.nextBytes(noise);
      RawHttp2 stranger = stranger();
      stranger.send(noise);
      stranger.awaitEnd();
    }
    assertSaid("did not speak the protocol");
  }

  @Test
  void whoSaysNothingOrOnlyThePrefaceIsClosed() throws Exception {
    RawHttp2 silent = stranger();
    RawHttp2 half = stranger().preface();
    RawHttp2 idle = stranger().ready();
    silent.awaitEnd();
    half.awaitEnd();
    idle.awaitEnd();
    assertSaid("has not set itself up");
  }

  @Test
  void noiseWithinTheProtocolEndsItsConnection() throws Exception {
    var random = new Random(7);
    for (int i = 0; i < 40; i++) {
      byte[] noise = new byte[1 + random.nextInt(8_000)];
      random.nextBytes(noise);
      RawHttp2 stranger = stranger().ready();
      try {
        stranger.frame(random.nextInt(10), random.nextInt(256), random.nextInt(5), noise);
        stranger.send(noise);
      } catch (IOException closed) { // it may be quick
        assertThat(closed).isNotNull();
      }
      stranger.awaitEnd();
    }
  }

  @Test
  void aFrameOfHugeLengthEndsItsConnection() throws Exception {
    RawHttp2 stranger = stranger().ready();
    stranger.send(RawHttp2.header(0xFFFFFF, RawHttp2.DATA, 0, 1));
    stranger.awaitEnd();
  }

  @Test
  void endlessHeadersEndTheirConnection() throws Exception {
    RawHttp2 stranger = stranger().ready();
    var field = new ByteArrayOutputStream();
    for (int i = 0; i < 60; i++) {
      RawHttp2.literal(field, "x-" + i, "y".repeat(100));
    }
    long sent = 0;
    try {
      stranger.frame(RawHttp2.HEADERS, 0, 1, new byte[] {(byte) 0x83});
      while (sent < 64 << 20) {
        stranger.frame(RawHttp2.CONTINUATION, 0, 1, field.toByteArray());
        sent += field.size();
      }
    } catch (IOException closed) {
      assertThat(sent).isLessThan(64 << 20);
    }
    stranger.awaitEnd();
  }

  @Test
  void requestsTakenBackWithoutEndEndTheirConnection() throws Exception {
    RawHttp2 stranger = stranger().ready();
    int requests = 0;
    try {
      for (; requests < 200_000; requests++) {
        stranger.begin(1 + 2 * requests);
        stranger.frame(RawHttp2.RST_STREAM, 0, 1 + 2 * requests, new byte[] {0, 0, 0, 8});
      }
    } catch (IOException closed) {
      assertThat(requests).isLessThan(200_000);
    }
    stranger.awaitEnd();
  }

  @Test
  void aMessageThatClaimsHugeLengthIsRefusedAtOnce() throws Exception {
    RawHttp2 stranger = stranger().ready();
    stranger.begin(1);
    stranger.frame(RawHttp2.DATA, 0, 1, RawHttp2.claim(Integer.MAX_VALUE));
    stranger.awaitEnd(); // as it never sets itself up
  }

  @Test
  void aMessageThatComesByteByByteEndsItsConnection() throws Exception {
    RawHttp2 stranger = stranger().ready();
    stranger.begin(1);
    stranger.frame(RawHttp2.DATA, 0, 1, RawHttp2.claim(100_000));
    try {
      while (!stranger.isEndedWithin(50)) {
        stranger.frame(RawHttp2.DATA, 0, 1, new byte[] {1});
      }
    } catch (IOException closed) {
      assertThat(closed).isNotNull();
    }
    assertSaid("has not become whole");
  }

  @Test
  void unfinishedMessagesTogetherHaveABound() throws Exception {
    for (int i = 0; i < 40; i++) {
      RawHttp2 stranger = stranger().ready();
      stranger.begin(1);
      try {
        stranger.frame(RawHttp2.DATA, 0, 1, RawHttp2.claim(9_000_000));
        stranger.frame(RawHttp2.DATA, 0, 1, new byte[16_000]);
      } catch (IOException closed) { // too much together
        assertThat(closed).isNotNull();
      }
      assertThat(server.unfinished()).isLessThan(UNFINISHED + 64 * 1024);
    }
    await(() -> server.unfinished() == 0);
  }

  @Test
  void connectionsBeyondTheBoundAreTurnedAway() throws Exception {
    for (int i = 0; i < CONNECTIONS * 2; i++) {
      stranger();
    }
    strangers.getLast().awaitEnd();
    assertSaid("Turns connections away");
    assertServed();
    strangers.getFirst().awaitEnd();
    await(() -> server.isReachable());
  }
}
