package io.divan.doors.seata;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.protocol.seata.SeataMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What one connection has been asked and has not answered. */
final class OutboundCalls {
  private final ConcurrentHashMap<Integer, Call> open = new ConcurrentHashMap<>();

  private record Call(CompletableFuture<SeataMessage> answer, long deadline) {}

  CompletableFuture<SeataMessage> add(int id, long deadlineNanos) {
    var answer = new CompletableFuture<SeataMessage>();
    open.put(id, new Call(answer, deadlineNanos));
    return answer;
  }

  void answered(int id, @Nullable SeataMessage message) {
    Call call = open.remove(id);
    if (call != null && message != null) { // a late answer finds nothing, and nothing is lost
      call.answer().complete(message);
    }
  }

  void failOverdue(long nowNanos) {
    open.forEach((id, call) -> {
      if (nowNanos - call.deadline() >= 0 && open.remove(id, call)) {
        call.answer()
            .completeExceptionally(
                Failure.of(
                    Kind.UNAVAILABLE,
                    "seata.no-answer",
                    "The resource manager did not answer in time."));
      }
    });
  }

  void failAll(Failure why) {
    open.forEach((id, call) -> {
      if (open.remove(id, call)) {
        call.answer().completeExceptionally(why);
      }
    });
  }
}
