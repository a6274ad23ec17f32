package io.divan.domain.tx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowKeyTest {
  @Test
  void rowsOfSeveralTablesAreRead() {
    assertThat(RowKey.parse("db", "t:1,2;u:a_b"))
        .containsExactly(
            new RowKey("db", "t", "1"), new RowKey("db", "t", "2"), new RowKey("db", "u", "a_b"));
  }

  @Test
  void whatIsNoRowIsIgnored() {
    assertThat(RowKey.parse("db", "")).isEmpty();
    assertThat(RowKey.parse("db", "t")).isEmpty();
    assertThat(RowKey.parse("db", "t:")).isEmpty();
    assertThat(RowKey.parse("db", "t:1,,2; ")).hasSize(2);
  }
}
