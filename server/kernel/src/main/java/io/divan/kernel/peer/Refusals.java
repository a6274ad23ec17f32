package io.divan.kernel.peer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.peer.wire.Refused;
import java.util.concurrent.CompletionException;

/** Failures as they travel between members. */
final class Refusals {
  private Refusals() {}

  static byte[] encode(Throwable thrown) {
    Failure failure = failure(thrown);
    return Refused.newBuilder()
        .setKind(failure.kind().name())
        .setCode(failure.code())
        .setMessage(failure.explanation())
        .build()
        .toByteArray();
  }

  private static Failure failure(Throwable thrown) {
    if (thrown instanceof CompletionException && thrown.getCause() != null) {
      return failure(thrown.getCause());
    }
    return thrown instanceof Failure failure
        ? failure
        : Failure.of(Kind.INTERNAL, "peer.failed", "The member asked has failed: " + thrown);
  }

  static Failure decode(byte[] bytes) {
    try {
      Refused refused = Refused.parseFrom(bytes);
      return Failure.of(Kind.valueOf(refused.getKind()), refused.getCode(), refused.getMessage());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Failure.of(Kind.INTERNAL, "peer.unreadable", "A member has answered: " + e);
    }
  }
}
