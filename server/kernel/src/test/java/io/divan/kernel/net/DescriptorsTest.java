package io.divan.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DescriptorsTest {
  private static int flood(Descriptors descriptors) {
    int open = 0;
    while (descriptors.take(open)) {
      open++;
    }
    return open;
  }

  @Test
  void aFloodedListenerLeavesRoomForOthers() {
    var descriptors = new Descriptors(9_000);
    assertThat(flood(descriptors)).isEqualTo(6_000);
    assertThat(flood(descriptors)).isEqualTo(2_000);
    assertThat(descriptors.take(0)).isTrue();
  }

  @Test
  void whatIsGivenBackIsThereAgain() {
    var descriptors = new Descriptors(1);
    assertThat(descriptors.take(0)).isTrue();
    assertThat(descriptors.take(0)).isFalse();
    descriptors.giveBack();
    assertThat(descriptors.take(0)).isTrue();
  }

  @Test
  void theProcessHasMoreThanItsFilesNeed() {
    assertThat(Descriptors.ofProcess().take(0)).isTrue();
  }
}
