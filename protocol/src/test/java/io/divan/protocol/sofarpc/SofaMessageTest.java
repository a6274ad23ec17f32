package io.divan.protocol.sofarpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.protocol.bolt.BoltCommand;
import io.divan.protocol.bolt.BoltDecoder;
import io.divan.protocol.bolt.BoltEncoder;
import io.divan.protocol.bolt.BoltFrame;
import io.divan.protocol.bolt.BoltRequest;
import io.divan.protocol.bolt.BoltResponse;
import io.divan.protocol.bolt.BoltStatus;
import io.divan.protocol.bolt.BoltVersion;
import io.divan.protocol.bytes.ByteWriter;
import io.divan.protocol.hessian.GenericObject;
import io.divan.protocol.hessian.HessianLimits;
import io.divan.protocol.hessian.HessianReader;
import io.divan.protocol.hessian.HessianTypes;
import io.divan.protocol.hessian.HessianWriter;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SofaMessageTest {
  private final HessianTypes types =
      SofaResponse.allowIn(SofaRequest.allowIn(HessianTypes.builder())).build();
  private final ByteWriter out = new ByteWriter(1 << 16, 1 << 16);
  private final BoltEncoder encoder = new BoltEncoder(out);
  private final HessianWriter hessian = new HessianWriter(out);

  @Test
  void aTemplatesRequestIsReadBackWhateverTimeRemains() {
    RequestTemplate template =
        new RequestTemplate(
            "a.Service:1.0",
            "add",
            new String[] {"java.lang.String[]"},
            Map.of(SofaHeader.CALLER_APP, "bank"));
    for (int remaining : List.of(0, 1, 47, 3000, 1_000_000)) {
      BoltRequest request = request(template, remaining);
      assertThat(request.body().header(SofaHeader.SERVICE)).isEqualTo("a.Service:1.0");
      assertThat(request.body().header(SofaHeader.CALLER_APP)).isEqualTo("bank");
      HessianReader in = reader(request);
      SofaRequest read = (SofaRequest) Objects.requireNonNull(in.read());
      assertThat(read.service()).isEqualTo("a.Service:1.0");
      assertThat(read.method()).isEqualTo("add");
      assertThat(read.argumentTypes()).containsExactly("java.lang.String[]");
      assertThat(read.props()).isEqualTo(Map.of("sofa_head_deadline_remain_time", remaining));
      assertThat((String[]) in.read()).as("a type seen before the argument").containsExactly("x");
      assertThat(in.isDrained()).isTrue();
    }
  }

  @Test
  void aResultAnErrorAndAStatusAreReadBack() {
    ResponseWriter writer = new ResponseWriter();
    BoltRequest request = request(new RequestTemplate("s:1.0", "m", new String[0], Map.of()), 5);

    out.clear();
    writer.writeResult(out, hessian, types, request, Map.of("k", "v"), true, List.of(1, 2));
    BoltResponse result = (BoltResponse) frame();
    assertThat(result.id()).isEqualTo(request.id());
    assertThat(result.body().headers()).isEqualTo(Map.of("k", "v"));
    assertThat(response(result).result()).isEqualTo(List.of(1, 2));
    assertThat(response(result).isError()).isFalse();

    out.clear();
    writer.writeResult(
        out, hessian, types, request, Map.of(), true, new IllegalStateException("no"));
    BoltResponse thrown = (BoltResponse) frame();
    assertThat(thrown.body().header(SofaHeader.RESPONSE_ERROR)).isEqualTo("true");
    assertThat((Throwable) response(thrown).result()).hasMessage("no");

    out.clear();
    writer.writeError(out, hessian, request, Map.of(), "not here");
    BoltResponse error = (BoltResponse) frame();
    assertThat(response(error).isError()).isTrue();
    assertThat(response(error).errorMessage()).isEqualTo("not here");

    out.clear();
    writer.writeStatus(out, hessian, request, BoltStatus.SERVER_DESERIAL_EXCEPTION, "forbidden");
    BoltResponse status = (BoltResponse) frame();
    assertThat(status.status()).isEqualTo(BoltStatus.SERVER_DESERIAL_EXCEPTION);
    HessianReader in = new HessianReader(HessianLimits.DEFAULT);
    begin(in, HessianTypes.GENERIC, status);
    assertThat(((GenericObject) Objects.requireNonNull(in.read())).get("detailMessage"))
        .isEqualTo("forbidden");
  }

  private BoltRequest request(RequestTemplate template, int remaining) {
    out.clear();
    encoder.beginRequest(BoltVersion.V1, BoltCommand.REQUEST, 3, (byte) 1, false, remaining);
    template.writeHead(out, encoder);
    encoder.endHeader();
    template.writeContent(out, hessian, types, remaining);
    hessian.write(new String[] {"x"});
    encoder.end();
    return (BoltRequest) frame();
  }

  private SofaResponse response(BoltResponse response) {
    return (SofaResponse) Objects.requireNonNull(reader(response).read());
  }

  private HessianReader reader(BoltFrame frame) {
    HessianReader in = new HessianReader(HessianLimits.DEFAULT);
    begin(in, types, frame);
    return in;
  }

  private static void begin(HessianReader in, HessianTypes types, BoltFrame frame) {
    byte[] bytes = frame.body().bytes();
    in.begin(types, bytes, frame.body().contentOffset(), bytes.length);
  }

  private BoltFrame frame() {
    return Objects.requireNonNull(
        new BoltDecoder(1 << 16).decode(Unpooled.wrappedBuffer(out.toByteArray())));
  }
}
