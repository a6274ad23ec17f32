package io.divan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of settings says what the code says. */
class SettingsReferenceTest {
  @Test
  void thePageIsTheOneThatTheCodeMakes() {
    assertThat(Path.of("../../docs/settings.md"))
        .as("make it anew: ./divan config reference > docs/settings.md")
        .content()
        .isEqualTo(SettingsReference.page());
  }
}
