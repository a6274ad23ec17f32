package io.divan.doors.nacos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PayloadFormatTest {
  /** A payload as the generated code in nacos-client 3.1.1 writes it. */
  private static final String RECORDED =
      "122f1a12436f6e6669675175657279526571756573743a0f0a066e6f7469667912056661"
          + "6c7365420831302e302e302e391a10120e7b22646174614964223a2261227d";

  private final PayloadFormat format = new PayloadFormat();

  private Payload parse(byte[] bytes) {
    return format.parse(new ByteArrayInputStream(bytes));
  }

  @Test
  void whatAClientWritesIsRead() {
    Payload payload = parse(HexFormat.of().parseHex(RECORDED));
    assertThat(payload.type()).isEqualTo("ConfigQueryRequest");
    assertThat(payload.header("NOTIFY")).isEqualTo("false");
    assertThat(payload.clientIp()).isEqualTo("10.0.0.9");
    assertThat(new String(payload.body(), UTF_8)).isEqualTo("{\"dataId\":\"a\"}");
  }

  @Test
  void whatIsWrittenIsWhatAClientWrites() throws Exception {
    var payload =
        new Payload(
            "ConfigQueryRequest",
            Map.of("notify", "false"),
            "10.0.0.9",
            "{\"dataId\":\"a\"}".getBytes(UTF_8));
    byte[] written = format.stream(payload).readAllBytes();
    assertThat(HexFormat.of().formatHex(written)).isEqualTo(RECORDED);
  }

  @Test
  void unknownFieldsAreSkipped() {
    byte[] known = HexFormat.of().parseHex(RECORDED);
    byte[] more = HexFormat.of().parseHex(RECORDED + "2a0161" + "3005" + "3d00000000");
    assertThat(parse(more).type()).isEqualTo(parse(known).type());
    assertThat(parse(more).body()).isEqualTo(parse(known).body());
  }

  @Test
  void noBytesMakeItFail() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    byte[] recorded = HexFormat.of().parseHex(RECORDED);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = recorded.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(parse(bytes)).as("seed %d", seed).isNotNull();
    }
    assertThat(parse(new byte[] {0x12, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f}).isMalformed())
        .isTrue();
    assertThat(parse(new byte[0]).isMalformed()).isTrue();
  }
}
