package io.divan.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSizeTest {
  @ParameterizedTest
  @CsvSource({"512,512", "1B,1", "64KB,65536", "32 mb,33554432", "1GB,1073741824"})
  void sizesAreReadInPowersOf1024(String text, long bytes) {
    assertThat(DataSize.parse(text)).isEqualTo(new DataSize(bytes));
  }

  @ParameterizedTest
  @CsvSource({"0,0B", "65536,64KB", "65537,65537B", "1073741824,1GB"})
  void sizesAreShownInTheLargestExactUnit(long bytes, String text) {
    assertThat(new DataSize(bytes)).hasToString(text);
  }

  @Test
  void whatIsNoSizeIsRefused() {
    assertThatThrownBy(() -> DataSize.parse("much")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DataSize.parse("-1KB")).isInstanceOf(IllegalArgumentException.class);
  }
}
