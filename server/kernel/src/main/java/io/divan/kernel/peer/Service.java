package io.divan.kernel.peer;

import java.util.concurrent.CompletableFuture;

/** Answers what other members ask about one topic. */
public interface Service {
  /**
   * Serves one question; called in the order in which a member has sent them.
   *
   * @param from who asks; it has proved that it belongs to the cluster
   * @return the answer; fails with a Failure that is told to whoever asks
   */
  CompletableFuture<byte[]> serve(Member from, byte[] question);
}
