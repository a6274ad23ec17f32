package io.divan.rpc.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something done around every call a client makes, beginning in the thread that makes it. */
@FunctionalInterface
public interface ClientFilter {
  /**
   * Lets the call proceed, or answers in its place. May not block.
   *
   * @return what {@code next} gives or a stage after it; completed with the result or with what the
   *     caller is to have thrown
   */
  CompletableFuture<@Nullable Object> call(ClientCall call, Next next);

  /** The rest of the way to a server; may be taken more than once. */
  @FunctionalInterface
  interface Next {
    CompletableFuture<@Nullable Object> proceed(ClientCall call);
  }
}
