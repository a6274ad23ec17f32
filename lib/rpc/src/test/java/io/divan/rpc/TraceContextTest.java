package io.divan.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class TraceContextTest {
  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + ID + "-00f067aa0ba902b7-01";

  @Test
  void aRootIsTheSameTraceInBothForms() {
    TraceContext root = TraceContext.root(true);
    assertThat(root.traceId()).hasSize(32).isEqualTo(root.sofaTraceId());
    assertThat(root.sofaRpcId()).isEqualTo("0");
    TraceContext read = parse(root.traceparent(), root.sofaTraceId(), root.sofaRpcId());
    assertThat(read).isEqualTo(root);
  }

  /** Source: W3C Trace Context Level 1, section 3.2. */
  @Test
  void aTraceparentIsReadAsTheStandardSays() {
    TraceContext read = parse(PARENT, null, null);
    assertThat(read.traceId()).isEqualTo(ID);
    assertThat(read.spanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(read.sampled()).isTrue();
    assertThat(parse("00-" + ID + "-00f067aa0ba902b7-00", null, null).sampled()).isFalse();
    assertThat(parse("cc-" + ID + "-00f067aa0ba902b7-01-future", null, null).traceId())
        .isEqualTo(ID);
  }

  @Test
  void whatIsNoTraceparentIsIgnored() {
    for (String bad :
        new String[] {
          "",
          "00-" + ID,
          "ff-" + ID + "-00f067aa0ba902b7-01",
          PARENT.toUpperCase(java.util.Locale.ROOT),
          "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01",
          "00-" + ID + "-" + "0".repeat(16) + "-01",
          PARENT.replace('-', '_')
        }) {
      assertThat(TraceContext.parse(bad, null, null, null, null)).as(bad).isNull();
    }
  }

  /** Source: an id as tracer-core 3.1.6 makes them. */
  @Test
  void aSofaIdIsKeptAndHasOneW3cIdEverywhere() {
    String sofa = "c0000202179519687710310011820";
    TraceContext first = parse(null, sofa, "0.1");
    TraceContext second = parse(null, sofa, "0.1");
    assertThat(first).isEqualTo(second);
    assertThat(first.sofaTraceId()).isEqualTo(sofa);
    assertThat(first.traceId()).matches("[0-9a-f]{32}");
    assertThat(parse(null, sofa, "0.2").traceId()).isEqualTo(first.traceId());
    assertThat(parse(null, sofa, "0.2").spanId()).isNotEqualTo(first.spanId());
    assertThat(parse(null, ID, "0").traceId()).as("already one").isEqualTo(ID);
  }

  @Test
  void bothFormsTogetherKeepBothIds() {
    TraceContext read = parse(PARENT, "sofa-id", "0.3");
    assertThat(read.traceId()).isEqualTo(ID);
    assertThat(read.sofaTraceId()).isEqualTo("sofa-id");
    TraceContext child = read.child(2);
    assertThat(child.traceId()).isEqualTo(ID);
    assertThat(child.sofaTraceId()).isEqualTo("sofa-id");
    assertThat(child.sofaRpcId()).isEqualTo("0.3.2");
    assertThat(child.spanId()).isNotEqualTo(read.spanId());
  }

  private static TraceContext parse(
      @org.jspecify.annotations.Nullable String parent,
      @org.jspecify.annotations.Nullable String sofaId,
      @org.jspecify.annotations.Nullable String rpcId) {
    return Objects.requireNonNull(TraceContext.parse(parent, "", sofaId, rpcId, "true"));
  }
}
