package io.divan.kernel.log;

import com.alipay.sofa.jraft.Status;
import java.util.concurrent.CompletableFuture;

/** An entry that another member has proposed and this leader has taken. */
final class Forwarded implements Asked {
  private static final byte[] APPLIED = new byte[0];

  private final CompletableFuture<byte[]> answer = new CompletableFuture<>();

  /** Completes once it is applied; the member that asked learns the outcome from its own log. */
  CompletableFuture<byte[]> answer() {
    return answer;
  }

  @Override
  public void answer(Outcome outcome) {
    answer.complete(APPLIED);
  }

  @Override
  public void run(Status status) {
    answer.completeExceptionally(Proposal.failure(status));
  }
}
