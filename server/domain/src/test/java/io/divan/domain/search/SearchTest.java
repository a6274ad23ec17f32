package io.divan.domain.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {
  @ParameterizedTest
  @CsvSource({
    "a.yaml, a.yaml, true",
    "a.yaml, b.yaml, false",
    "*.yaml, a.yaml, true",
    "a*, a, true",
    "a*l, a.yam, false",
    "*a*b*, xxaxxbxx, true",
    "*aab, aaaab, true",
    "*, anything, true",
    "**, '', true",
    "'', anything, true"
  })
  void anAsteriskStandsForAnyCharacters(String pattern, String text, boolean matches) {
    assertThat(new Wildcard(pattern).matches(text)).isEqualTo(matches);
  }

  @Test
  void aHostilePatternTakesNoLongTime() {
    assertThat(new Wildcard("*a".repeat(200) + "b").matches("a".repeat(10_000))).isFalse();
  }

  @Test
  void pagesAreCutOutOfTheWhole() {
    List<Integer> all = List.of(1, 2, 3, 4, 5);
    assertThat(Page.of(all, 1, 2)).isEqualTo(new Page<>(5, List.of(1, 2)));
    assertThat(Page.of(all, 3, 2)).isEqualTo(new Page<>(5, List.of(5)));
    assertThat(Page.of(all, 4, 2)).isEqualTo(new Page<>(5, List.of()));
    assertThat(Page.of(all, 0, 2)).isEqualTo(Page.of(all, 1, 2));
    assertThat(Page.of(all, Integer.MAX_VALUE, Integer.MAX_VALUE).items()).isEmpty();
    assertThat(Page.of(all, 1, -1).items()).isEmpty();
  }
}
