package io.divan.doors.seata;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.protocol.seata.BranchType;
import io.divan.protocol.seata.SeataFrame;
import io.divan.protocol.seata.SeataFrame.FrameType;
import io.divan.protocol.seata.SeataMessage.BranchRegister;
import io.divan.protocol.seata.SeataMessage.BranchRegisterResult;
import io.divan.protocol.seata.SeataMessage.GlobalBegin;
import io.divan.protocol.seata.SeataMessage.GlobalBeginResult;
import io.divan.protocol.seata.SeataMessage.Merged;
import io.divan.protocol.seata.SeataMessage.RegisterTm;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever strangers send, memory stays bounded and others are served. */
class HostileSeataTest {
  @TempDir Path folder;
  private TestSeata server;
  private RawSeata honest;

  @BeforeEach
  void open() throws IOException {
    server =
        TestSeata.open(
            folder,
            Map.of(
                "net.max-connections", "60",
                "net.max-unfinished", "256KB",
                "seata.frame-timeout", "400ms",
                "seata.idle-timeout", "700ms"));
    honest = registered();
  }

  private RawSeata registered() throws IOException {
    var client = new RawSeata(server.port());
    client.ask(new RegisterTm("2.6.0", "app", "group", ""));
    return client;
  }

  /**
   * The honest one may have been silent for too long itself; strangers take a moment to be gone.
   */
  private void comeBack() throws IOException {
    honest.close();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      try {
        honest = registered();
        return;
      } catch (IOException turnedAway) {
        if (System.nanoTime() - deadline > 0) {
          throw turnedAway;
        }
      }
    }
  }

  @AfterEach
  void othersAreServed() throws IOException {
    comeBack();
    SeataFrame answer = honest.ask(new GlobalBegin(60_000, "still"));
    assertThat(answer.body())
        .isInstanceOfSatisfying(
            GlobalBeginResult.class, begun -> assertThat(begun.result().success()).isTrue());
    assertThat(server.network.unfinished().held()).isZero();
    honest.close();
    server.close();
  }

  @Test
  void noiseIsClosedAtItsFirstBytes() throws IOException {
    var random = new Random(42);
    for (int i = 0; i < 40; i++) {
      byte[] noise = new byte[16 + random.nextInt(5_000)];
      random.nextBytes(noise);
      try (RawSeata stranger = new RawSeata(server.port())) {
        stranger.write(noise);
        assertThat(stranger.isClosedByServer()).isTrue();
      }
    }
  }

  @Test
  void aLengthBeyondTheBoundIsRefusedBeforeItsBytesCome() throws IOException {
    for (int length : new int[] {Integer.MAX_VALUE, -1, 0, 6, SeataFrame.MAX_LENGTH + 1}) {
      try (RawSeata stranger = registered()) {
        stranger.write(head(length));
        assertThat(stranger.isClosedByServer()).as("length " + length).isTrue();
      }
    }
  }

  @Test
  void whoHasNotRegisteredMaySendLittle() throws IOException {
    try (RawSeata stranger = new RawSeata(server.port())) {
      stranger.write(head(100_000));
      assertThat(stranger.isClosedByServer()).isTrue();
    }
  }

  @Test
  void whoHasNotRegisteredMayAskNothing() throws IOException {
    try (RawSeata stranger = new RawSeata(server.port())) {
      stranger.write(RawSeata.bytes(FrameType.REQUEST, 1, new GlobalBegin(1_000, "x")));
      assertThat(stranger.isClosedByServer()).isTrue();
    }
  }

  /** Bytes keep coming, so that only the frame's own time can end it, not the silence. */
  @Test
  void aFrameThatTricklesInIsGivenUp() throws IOException {
    byte[] frame = Arrays.copyOf(head(10_000), 200);
    try (RawSeata slow = registered()) {
      int sent = 0;
      try {
        do {
          slow.write(new byte[] {frame[sent++]});
        } while (!slow.isClosedWithin(50) && sent < frame.length);
      } catch (SocketException closedWithAByteOnItsWay) {
        // as good as an end of input
      }
      assertThat(sent).isLessThan(frame.length);
    }
  }

  @Test
  void manyUnfinishedFramesTogetherAreBounded() throws IOException {
    List<RawSeata> strangers = new ArrayList<>();
    try {
      int closed = 0;
      for (int i = 0; i < 10; i++) {
        RawSeata stranger = registered();
        strangers.add(stranger);
        byte[] begun = Arrays.copyOf(head(1_000_000), 50_000);
        stranger.write(begun);
      }
      assertThat(server.network.unfinished().held()).isLessThanOrEqualTo(512 * 1024);
      for (RawSeata each : strangers) {
        closed += each.isClosedByServer() ? 1 : 0;
      }
      assertThat(closed).isEqualTo(10); // some at once for the bound, the others for their silence
    } finally {
      for (RawSeata each : strangers) {
        each.close();
      }
    }
  }

  @Test
  void aMergedMessageWithinAMergedMessageIsRefused() throws IOException {
    var inner = new Merged(List.of(new GlobalBegin(1, "x")), List.of(1));
    try (RawSeata stranger = registered()) {
      stranger.write(RawSeata.bytes(FrameType.REQUEST, 1, new Merged(List.of(inner), List.of(1))));
      assertThat(stranger.isClosedByServer()).isTrue();
    }
  }

  @Test
  void connectionsBeyondTheBoundAreTurnedAway() throws IOException {
    List<RawSeata> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < 59; i++) {
        crowd.add(new RawSeata(server.port()));
      }
      try (RawSeata oneTooMany = new RawSeata(server.port())) {
        assertThat(oneTooMany.isClosedByServer()).isTrue();
      }
    } finally {
      for (RawSeata each : crowd) {
        each.close();
      }
    }
  }

  @Test
  void whoSaysNothingIsClosed() throws IOException {
    try (RawSeata silent = new RawSeata(server.port());
        RawSeata halfOpen = new RawSeata(server.port())) {
      halfOpen.endOutput();
      honest.ask(new GlobalBegin(1_000, "keeps this one awake"));
      assertThat(halfOpen.isClosedByServer()).isTrue();
      honest.ask(new GlobalBegin(1_000, "keeps this one awake"));
      assertThat(silent.isClosedByServer()).isTrue();
    }
  }

  @Test
  void anXidThatIsNoneIsRefusedInAnAnswer() throws IOException {
    for (String xid : new String[] {"", "x", "1:2:3:4:x", "127.0.0.1:8091:99999999999999999999"}) {
      SeataFrame answer =
          honest.ask(new BranchRegister(xid, BranchType.AT, "jdbc:x", "t:1", "not json"));
      assertThat(answer.body())
          .isInstanceOfSatisfying(
              BranchRegisterResult.class,
              refused -> assertThat(refused.result().success()).as("xid " + xid).isFalse());
    }
  }

  private static byte[] head(int length) {
    return ByteBuffer.allocate(16)
        .putShort((short) 0xdada)
        .put((byte) 1)
        .putInt(length)
        .putShort((short) 16)
        .array();
  }
}
