package io.divan.rpc.client;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Draws servers by weight. What a draw costs does not grow with their number. */
class WeightedDraw<C extends Candidate> extends Picker<C> {
  private static final int ATTEMPTS = 4;

  /** Sums of the weights up to and including each server. */
  private final long[] sums;

  WeightedDraw(List<C> candidates, RandomGenerator random) {
    super(candidates, random);
    long total = candidates.stream().mapToLong(Candidate::weight).sum();
    this.sums = new long[candidates.size()];
    long sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += total == 0 ? 1 : candidates.get(i).weight(); // no weights at all are equal ones
      sums[i] = sum;
    }
  }

  @Override
  @Nullable C among(ClientCall call) {
    int drawn = draw(-1);
    return drawn < 0 ? null : candidates().get(drawn);
  }

  /**
   * One by weight that takes calls.
   *
   * @param except the index of one that is not meant, -1 for none
   * @return its index; -1 if luck or state would have it that there is none
   */
  final int draw(int except) {
    for (int i = 0; i < ATTEMPTS; i++) {
      int drawn = drawAny(except);
      if (drawn < 0 || admits(candidates().get(drawn))) {
        return drawn;
      }
    }
    return -1;
  }

  private int drawAny(int except) {
    long before = except <= 0 ? 0 : sums[except - 1];
    long hole = except < 0 ? 0 : sums[except] - before;
    long total = sums[sums.length - 1] - hole;
    if (total <= 0) {
      return -1;
    }
    long point = random().nextLong(total);
    if (except >= 0 && point >= before) {
      point += hole;
    }
    int at = Arrays.binarySearch(sums, point + 1);
    int index = at < 0 ? -at - 1 : at;
    while (index > 0 && sums[index - 1] == sums[index]) {
      index--; // behind it stand some without weight
    }
    return index;
  }
}
