package io.divan.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartialFramesTest {
  private final PartialFrames frames = new PartialFrames(100);
  private final List<Integer> givenUp = new ArrayList<>();

  private PartialFrames.Owner owner(int number) {
    return () -> givenUp.add(number);
  }

  @Test
  void whatIsHeldIsCounted() {
    PartialFrames.Owner one = owner(1);
    frames.holds(one, 40);
    frames.holds(one, 60);
    assertThat(frames.total()).isEqualTo(60);
    frames.holds(one, 0);
    frames.holds(one, 0);
    assertThat(frames.total()).isZero();
  }

  @Test
  void overTheLimitTheOldestAreGivenUpUntilItIsKept() {
    PartialFrames.Owner one = owner(1);
    PartialFrames.Owner two = owner(2);
    PartialFrames.Owner three = owner(3);
    frames.holds(one, 40);
    frames.holds(two, 40);
    frames.holds(three, 20);
    frames.holds(one, 10);
    frames.holds(three, 70);
    assertThat(givenUp).as("growing makes nobody younger").containsExactly(1, 2);
    assertThat(frames.total()).isEqualTo(70);
  }

  @Test
  void oneThatAloneIsTooMuchIsGivenUpItself() {
    frames.holds(owner(1), 101);
    assertThat(givenUp).containsExactly(1);
    assertThat(frames.total()).isZero();
  }
}
