package io.divan.kernel.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.kernel.failure.Failure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallerTest {
  private final Caller clerk = new Caller("clerk", Map.of("retail", Action.WRITE, "", Action.READ));

  @Test
  void aGrantIncludesTheLesserOnes() {
    assertThat(clerk.may(Action.READ, "retail")).isTrue();
    assertThat(clerk.may(Action.WRITE, "retail")).isTrue();
    assertThat(clerk.may(Action.ADMIN, "retail")).isFalse();
  }

  @Test
  void aGrantHoldsInItsNamespaceOnly() {
    assertThat(clerk.may(Action.WRITE, "")).isFalse();
    assertThat(clerk.may(Action.READ, "treasury")).isFalse();
  }

  @Test
  void aGrantForEverywhereHoldsEverywhere() {
    Caller auditor = new Caller("auditor", Map.of(Caller.EVERYWHERE, Action.READ));
    assertThat(auditor.may(Action.READ, "treasury")).isTrue();
    assertThat(auditor.may(Action.WRITE, "treasury")).isFalse();
  }

  @Test
  void aRefusalSaysWhoMayNotDoWhatAndWhere() {
    assertThatThrownBy(() -> clerk.require(Action.ADMIN, "retail"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("\"clerk\" may not admin in namespace retail");
  }
}
