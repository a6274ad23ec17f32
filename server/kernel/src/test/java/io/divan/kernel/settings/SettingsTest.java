package io.divan.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.divan.kernel.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  enum Mode {
    FAST,
    VERY_SAFE
  }

  record Part(
      @Setting(doc = "How long.", def = "30s") Duration retryAfter,
      @Setting(doc = "How much.", def = "64KB") DataSize bufferSize,
      @Setting(doc = "Secret.", secret = true) String password) {
    Part {
      if (retryAfter.isZero()) {
        throw new IllegalArgumentException("retry-after must not be zero");
      }
    }
  }

  record Whole(
      @Setting(doc = "Where.", def = "data") Path data,
      @Setting(doc = "Which.", def = "very-safe") Mode mode,
      @Setting(doc = "Names.", def = "a, b") List<String> names,
      @Setting(doc = "Maybe.") Optional<String> maybe,
      Part part) {}

  @Test
  void whatIsNotGivenHasItsDefault() {
    Whole whole = read(Map.of()).values();
    assertThat(whole.data()).isEqualTo(Path.of("data"));
    assertThat(whole.mode()).isEqualTo(Mode.VERY_SAFE);
    assertThat(whole.names()).containsExactly("a", "b");
    assertThat(whole.maybe()).isEmpty();
    assertThat(whole.part().retryAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(whole.part().bufferSize()).isEqualTo(new DataSize(65_536));
  }

  @Test
  void anUnknownKeyIsRefusedAndTheNearestKnownOneNamed() {
    assertThatThrownBy(() -> read(Map.of("part.retry-afer", "1s")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("\"part.retry-afer\"")
        .hasMessageContaining("Did you mean \"part.retry-after\"?");
  }

  @Test
  void aValueThatCannotBeReadIsRefusedWithWhatWasExpected() {
    assertThatThrownBy(() -> read(Map.of("part.retry-after", "soon")))
        .hasMessageContaining("part.retry-after = \"soon\" (test)")
        .hasMessageContaining("500ms, 30s");
    assertThatThrownBy(() -> read(Map.of("part.retry-after", "0s")))
        .hasMessageContaining("must not be zero");
    assertThatThrownBy(() -> read(Map.of("mode", "slow"))).hasMessageContaining("FAST");
  }

  @Test
  void laterSourcesWin(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("divan.toml");
    Files.writeString(
        file,
        """
        data = "from-file"
        mode = "fast"
        names = ["x", "y"]
        [part]
        retry-after = "1s"
        """);
    Settings<Whole> settings =
        Settings.read(
            Whole.class,
            List.of(
                new Source.File(file),
                new Source.Environment(
                    Map.of("DIVAN_DATA", "from-environment", "DIVAN_PART_RETRY_AFTER", "2s")),
                new Source.Given("command line", Map.of("part.retry-after", "3s"))));
    assertThat(settings.values().data()).isEqualTo(Path.of("from-environment"));
    assertThat(settings.values().mode()).isEqualTo(Mode.FAST);
    assertThat(settings.values().names()).containsExactly("x", "y");
    assertThat(settings.values().part().retryAfter()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.lines())
        .extracting(Settings.Line::key, Settings.Line::source)
        .contains(
            tuple("mode", file.toString()),
            tuple("part.buffer-size", "default"),
            tuple("part.retry-after", "command line"));
  }

  @Test
  void anUnknownVariableIsRefusedToo() {
    assertThatThrownBy(() ->
            Settings.read(Whole.class, List.of(new Source.Environment(Map.of("DIVAN_DATUM", "x")))))
        .hasMessageContaining("datum");
  }

  @Test
  void aSecretIsNeverPrinted() {
    assertThat(read(Map.of("part.password", "hunter2")).lines().toString())
        .doesNotContain("hunter2")
        .contains("********");
  }

  private static Settings<Whole> read(Map<String, String> given) {
    return Settings.read(Whole.class, List.of(new Source.Given("test", given)));
  }
}
