package io.divan.bank.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Things that are done at the same time, and waited for together. */
final class Together {
  private final List<CompletableFuture<Void>> all = new ArrayList<>();

  void run(Runnable task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    all.add(done);
    Thread.ofVirtual()
        .start(() -> {
          try {
            task.run();
            done.complete(null);
          } catch (RuntimeException | AssertionError e) { // for whoever joins
            done.completeExceptionally(e);
          }
        });
  }

  /** Waits for all of them; fails with the first failure. */
  void join() throws DemoFailure {
    joinQuietly();
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new DemoFailure(String.valueOf(cause.getMessage()), cause);
    }
  }

  /** Waits for all of them, whatever comes of them. */
  void joinQuietly() {
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .exceptionally(failure -> null)
        .join();
  }
}
