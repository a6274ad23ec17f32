package io.divan.bench.frame;

import java.io.IOException;
import java.time.Duration;

/**
 * What a client under the remote control of {@code io.divan.bench.load.Driver} says of its load.
 */
public record Answer(long calls, double seconds, long p50Nanos, long p99Nanos) {
  private static final Duration GRACE = Duration.ofSeconds(60);

  /**
   * Has a client do what a row says.
   *
   * @param row {@code operation/threads}
   * @throws IOException if more than one call in a thousand failed
   */
  public static Answer of(Peer client, String row, Duration time) throws IOException {
    String order = row.replace('/', ' ') + " " + time.toMillis();
    String[] words = client.ask(order, time.plus(GRACE)).split(" ", -1);
    if (words.length != 5) {
      throw new IOException("the client says: " + String.join(" ", words));
    }
    long calls = Long.parseLong(words[0]);
    long errors = Long.parseLong(words[4]);
    if (calls == 0 || errors > calls / 1000) {
      throw new IOException(errors + " of " + calls + " calls failed");
    }
    return new Answer(
        calls,
        Double.parseDouble(words[1]) / 1e9,
        Long.parseLong(words[2]),
        Long.parseLong(words[3]));
  }

  public double perSecond() {
    return calls / seconds;
  }
}
