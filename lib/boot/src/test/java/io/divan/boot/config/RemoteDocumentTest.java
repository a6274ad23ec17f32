package io.divan.boot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RemoteDocumentTest {
  private final RemoteDocument properties = RemoteDocument.of("shop").get(0);
  private final RemoteDocument yaml = RemoteDocument.of("shop").get(1);

  @Test
  void aDocumentThatTheServerDoesNotHaveIsEmpty() throws IOException {
    assertThat(properties.parse(null)).isEmpty();
    assertThat(yaml.parse(" \n")).isEmpty();
  }

  @Test
  void eachIsReadAsItsNameSays() throws IOException {
    assertThat(properties.parse("a.b=1\n")).containsOnlyKeys("a.b");
    assertThat(yaml.parse("a:\n  b: [1, 2]\n")).containsOnlyKeys("a.b[0]", "a.b[1]");
  }

  @Test
  void whatIsNoYamlIsRefused() {
    assertThatThrownBy(() -> yaml.parse("a: {b"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("shop.yaml");
  }
}
