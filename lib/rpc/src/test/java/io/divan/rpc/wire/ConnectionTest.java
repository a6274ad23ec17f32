package io.divan.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.protocol.bolt.BoltCommand;
import io.divan.protocol.bolt.BoltEncoder;
import io.divan.protocol.bolt.BoltFrame;
import io.divan.protocol.bolt.BoltVersion;
import io.divan.protocol.bytes.ByteWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private final PartialFrames partialFrames = new PartialFrames(1 << 20);
  private final Recording connection = new Recording(partialFrames);
  private final EmbeddedChannel channel = new EmbeddedChannel(connection);

  /** Takes down what happens. */
  private static final class Recording extends Connection {
    private final List<Integer> received = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    Recording(PartialFrames partialFrames) {
      super(
          FrameLimits.DEFAULT
              .withLargestContent(10_000)
              .withFrameTime(Duration.ofSeconds(1))
              .withIdleTime(Duration.ofSeconds(3)),
          partialFrames);
    }

    @Override
    void opened() {
      events.add("opened");
    }

    @Override
    void received(BoltFrame frame) {
      received.add(frame.id());
    }

    @Override
    void closed(@Nullable String why) {
      events.add("closed: " + why);
    }

    @Override
    void complain(String why) {
      events.add("complaint: " + why);
    }
  }

  private static byte[] frame(int id, int content) {
    ByteWriter out = new ByteWriter(1 << 20, 1 << 20);
    BoltEncoder frames = new BoltEncoder(out);
    frames.beginRequest(BoltVersion.V2_CRC, BoltCommand.REQUEST, id, (byte) 1, false, 1);
    frames.endClass();
    frames.endHeader();
    out.put(new byte[content]);
    frames.end();
    return out.toByteArray();
  }

  @Test
  void framesComeOutWhateverThePieces() {
    byte[] three = Unpooled.copiedBuffer(frame(1, 10), frame(2, 3_000), frame(3, 0)).copy().array();
    for (int piece : new int[] {1, 7, 500, three.length}) {
      connection.received.clear();
      for (int at = 0; at < three.length; at += piece) {
        channel.writeInbound(Unpooled.copiedBuffer(three, at, Math.min(piece, three.length - at)));
        channel.checkException();
      }
      assertThat(connection.received).as("in pieces of %d", piece).containsExactly(1, 2, 3);
      assertThat(partialFrames.total()).isZero();
    }
  }

  @Test
  void anIncompleteFrameHoldsMemoryUntilItIsCompleteOrGone() {
    byte[] frame = frame(1, 5_000);
    channel.writeInbound(Unpooled.copiedBuffer(frame, 0, 2_000));
    assertThat(partialFrames.total()).isBetween(2_000L, 4_096L);
    channel.close().syncUninterruptibly();
    assertThat(partialFrames.total()).isZero();
    assertThat(connection.events).containsExactly("opened", "closed: null");
  }

  @Test
  void whatIsReadAfterARefusalIsThrownAway() {
    channel.writeInbound(Unpooled.copiedBuffer(new byte[] {9, 9, 9}));
    assertThat(channel.isOpen()).isFalse();
    assertThat(connection.events)
        .hasSize(3)
        .anyMatch(e -> e.startsWith("complaint: a frame begins"));
  }

  @Test
  void framesOfManyLeaveInOneBufferAndInOrder() {
    assertThat(connection.send(new byte[] {1})).isTrue();
    assertThat(connection.send(new byte[] {2, 3})).isTrue();
    assertThat(connection.send(new byte[20_000])).isTrue();
    assertThat(connection.send(new byte[] {4})).isTrue();
    assertThat(connection.isFlushed()).isFalse();
    channel.runPendingTasks();
    assertThat(connection.isFlushed()).isTrue();
    ByteBuf first = channel.readOutbound();
    ByteBuf large = channel.readOutbound();
    ByteBuf last = channel.readOutbound();
    assertThat(first.readableBytes()).isEqualTo(3);
    assertThat(large.readableBytes()).isEqualTo(20_000);
    assertThat(last.readableBytes()).isEqualTo(1);
    first.release();
    last.release();
  }

  @Test
  void moreThanMayWaitIsNotTaken() {
    Recording small = new Recording(partialFrames);
    EmbeddedChannel other = new EmbeddedChannel(small);
    int limit = FrameLimits.DEFAULT.unsent();
    assertThat(small.send(new byte[limit])).isTrue();
    assertThat(small.send(new byte[1])).isFalse();
    other.close().syncUninterruptibly();
    other.runPendingTasks();
    assertThat(small.isFlushed()).isTrue();
  }

  @Test
  void silenceAndSlownessHaveTheirBounds() {
    long now = System.nanoTime();
    connection.checkTimes(now + TimeUnit.SECONDS.toNanos(2));
    assertThat(channel.isOpen()).isTrue();
    channel.writeInbound(Unpooled.copiedBuffer(frame(1, 10), 0, 20));
    connection.checkTimes(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_500));
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    assertThat(connection.events).anyMatch(e -> e.contains("a frame takes longer than PT1S"));

    Recording silent = new Recording(partialFrames);
    EmbeddedChannel other = new EmbeddedChannel(silent);
    silent.checkTimes(System.nanoTime() + TimeUnit.SECONDS.toNanos(4));
    other.runPendingTasks();
    assertThat(silent.events).containsExactly("opened", "closed: silent for PT3S");
  }
}
