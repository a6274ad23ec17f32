package io.divan.kernel.log;

import io.divan.kernel.failure.Failure;
import java.util.List;

/** What came of an entry: deterministic, so every node has the same. */
sealed interface Outcome {
  /** Applied; for each command its machine and its result. */
  record Applied(List<String> machines, List<Object> results) implements Outcome {}

  /** Refused as a whole. */
  record Refused(Failure failure) implements Outcome {}
}
