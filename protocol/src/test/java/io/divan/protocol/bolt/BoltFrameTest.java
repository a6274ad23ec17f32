package io.divan.protocol.bolt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.protocol.bytes.ByteWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoltFrameTest {
  private static final byte HESSIAN = 1;
  private static final HeaderKey SERVICE = new HeaderKey("service");

  private final BoltDecoder decoder = new BoltDecoder(1 << 20);

  @ParameterizedTest
  @EnumSource
  void aRequestSurvivesEveryVersion(BoltVersion version) {
    BoltRequest read = (BoltRequest) decode(request(version, 7));
    assertThat(read.version()).isEqualTo(version);
    assertThat(read.command()).isEqualTo(BoltCommand.REQUEST);
    assertThat(read.id()).isEqualTo(7);
    assertThat(read.codec()).isEqualTo(HESSIAN);
    assertThat(read.oneWay()).isFalse();
    assertThat(read.timeoutMillis()).isEqualTo(3000);
    assertThat(read.body().className()).isEqualTo("a.Request");
    assertThat(read.body().isClass("a.Request".getBytes(StandardCharsets.US_ASCII))).isTrue();
    assertThat(read.body().isClass("a.Reques".getBytes(StandardCharsets.US_ASCII))).isFalse();
    assertThat(read.body().header(SERVICE)).isEqualTo("bänk");
    assertThat(read.body().header(new HeaderKey("other"))).isNull();
    assertThat(read.body().headers()).containsEntry("service", "bänk").hasSize(2);
    assertThat(read.body().contentLength()).isEqualTo(3);
    assertThat(read.body().bytes()[read.body().contentOffset()]).isEqualTo((byte) 1);
  }

  @ParameterizedTest
  @EnumSource
  void aResponseSurvivesEveryVersionAndStatus(BoltVersion version) {
    for (BoltStatus status : BoltStatus.values()) {
      ByteWriter out = new ByteWriter(1 << 16, 1 << 16);
      BoltEncoder encoder = new BoltEncoder(out);
      encoder.beginResponse(version, BoltCommand.RESPONSE, -2, HESSIAN, status);
      out.putUtf8("a.Response");
      encoder.endClass();
      encoder.endHeader();
      out.put(9);
      encoder.end();
      BoltResponse read = (BoltResponse) decode(out.toByteArray());
      assertThat(read.version()).isEqualTo(version);
      assertThat(read.status()).isEqualTo(status);
      assertThat(read.id()).isEqualTo(-2);
      assertThat(read.body().className()).isEqualTo("a.Response");
      assertThat(read.body().contentLength()).isEqualTo(1);
    }
  }

  /** Source: recorded from a stock client and server, sofa-rpc-all 5.13.2. */
  @Test
  void aHeartbeatAndItsAnswerAreTheBytesOfThePeers() {
    ByteWriter out = new ByteWriter(100, 100);
    new BoltEncoder(out).heartbeat(BoltVersion.V1, 5, 0);
    BoltRequest heartbeat = (BoltRequest) decode(out.toByteArray());
    assertThat(heartbeat.command()).isEqualTo(BoltCommand.HEARTBEAT);
    out.clear();
    new BoltEncoder(out).answer(heartbeat, BoltStatus.SUCCESS);
    assertThat(HexFormat.of().formatHex(out.toByteArray()))
        .isEqualTo("0100000001000000050100000000000000000000");
  }

  @ParameterizedTest
  @EnumSource
  void aFrameInPiecesIsReadOnceItIsWhole(BoltVersion version) {
    byte[] two = concat(request(version, 1), request(version, 2));
    ByteBuf in = Unpooled.buffer();
    int frames = 0;
    for (byte b : two) {
      in.writeByte(b);
      BoltFrame frame = decoder.decode(in);
      if (frame != null) {
        assertThat(frame.id()).isEqualTo(++frames);
        assertThat(in.isReadable()).isFalse();
      }
    }
    assertThat(frames).isEqualTo(2);
  }

  @Test
  void severalFramesInOneBufferAreReadInTurn() {
    ByteBuf in =
        Unpooled.wrappedBuffer(concat(request(BoltVersion.V1, 1), request(BoltVersion.V2_CRC, 2)));
    assertThat(decoder.decode(in)).extracting(BoltFrame::version).isEqualTo(BoltVersion.V1);
    assertThat(decoder.decode(in)).extracting(BoltFrame::version).isEqualTo(BoltVersion.V2_CRC);
    assertThat(decoder.decode(in)).isNull();
  }

  @Test
  void aChecksumThatDoesNotMatchIsRefused() {
    byte[] frame = request(BoltVersion.V2_CRC, 1);
    frame[30] ^= 1;
    assertThatThrownBy(() -> decode(frame))
        .isInstanceOf(BoltFormatException.class)
        .hasMessageContaining("CRC");
  }

  @Test
  void lengthsAreRefusedAsSoonAsTheyAreThere() {
    byte[] frame = request(BoltVersion.V1, 1);
    ByteBuf tooLong = Unpooled.wrappedBuffer(frame).setInt(18, (1 << 20) + 1).slice(0, 22);
    assertThatThrownBy(() -> decoder.decode(tooLong)).hasMessageContaining("content of 1048577");
    ByteBuf negative = Unpooled.wrappedBuffer(frame).setInt(18, -1).slice(0, 22);
    assertThatThrownBy(() -> decoder.decode(negative)).hasMessageContaining("content of -1");
    ByteBuf header = Unpooled.wrappedBuffer(request(BoltVersion.V1, 1)).setShort(16, 0x8000);
    assertThatThrownBy(() -> decoder.decode(header)).hasMessageContaining("header of -32768");
  }

  @Test
  void whatIsNotBoltIsRefusedByItsFirstByte() {
    for (String other : new String[] {"GET / HTTP/1.1\r\n", "\u0016\u0003\u0001", "\0\0\0"}) {
      ByteBuf in = Unpooled.copiedBuffer(other, StandardCharsets.ISO_8859_1);
      assertThatThrownBy(() -> decoder.decode(in)).isInstanceOf(BoltFormatException.class);
    }
  }

  @Test
  void aHeaderWhoseLengthsLieIsRefusedWhenRead() {
    ByteWriter out = new ByteWriter(1 << 16, 1 << 16);
    BoltEncoder encoder = new BoltEncoder(out);
    encoder.beginRequest(BoltVersion.V1, BoltCommand.REQUEST, 1, HESSIAN, true, 0);
    encoder.endClass();
    out.putInt(Integer.MAX_VALUE);
    encoder.endHeader();
    encoder.end();
    BoltBody body = decode(out.toByteArray()).body();
    assertThatThrownBy(() -> body.header(SERVICE)).isInstanceOf(BoltFormatException.class);
    assertThatThrownBy(body::headers).isInstanceOf(BoltFormatException.class);
  }

  @Test
  void aHeaderThePeersCouldNotReadIsNotWritten() {
    ByteWriter out = new ByteWriter(1 << 20, 1 << 20);
    BoltEncoder encoder = new BoltEncoder(out);
    encoder.beginRequest(BoltVersion.V1, BoltCommand.REQUEST, 1, HESSIAN, true, 0);
    encoder.endClass();
    BoltHeader.write(out, SERVICE, "x".repeat(40_000));
    assertThatThrownBy(encoder::endHeader).hasMessageContaining("the limit is 32767");
  }

  @Test
  void randomBytesAreAFrameOrRefusedOrIncomplete() {
    Random random = new Random(3);
    for (int i = 0; i < 50_000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      if (noise.length > 2) {
        noise[0] = (byte) (1 + random.nextInt(2));
        noise[noise[0]] = (byte) random.nextInt(3);
      }
      ByteBuf in = Unpooled.wrappedBuffer(noise);
      try {
        BoltFrame frame = decoder.decode(in);
        assertThat(frame == null || in.readerIndex() >= 20).isTrue();
      } catch (BoltFormatException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  private BoltFrame decode(byte[] bytes) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    @Nullable BoltFrame frame = decoder.decode(in);
    assertThat(in.isReadable()).isFalse();
    if (frame == null) {
      throw new AssertionError("no frame");
    }
    return frame;
  }

  private static byte[] request(BoltVersion version, int id) {
    ByteWriter out = new ByteWriter(1 << 16, 1 << 16);
    BoltEncoder encoder = new BoltEncoder(out);
    encoder.beginRequest(version, BoltCommand.REQUEST, id, HESSIAN, false, 3000);
    out.putUtf8("a.Request");
    encoder.endClass();
    BoltHeader.write(out, SERVICE, "bänk");
    BoltHeader.write(out, "empty", "");
    encoder.endHeader();
    out.put(new byte[] {1, 2, 3});
    encoder.end();
    return out.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return Unpooled.wrappedBuffer(first, second).copy().array();
  }
}
