package io.divan.kernel.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.divan.kernel.log.wire.Body;
import io.divan.kernel.log.wire.Envelope;
import io.divan.kernel.machine.Owed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplierTest {
  private final Counting left = new Counting("left");
  private final Counting right = new Counting("right");
  private final Applier applier = applier(left, right);
  private final List<Owed> owed = new ArrayList<>();
  private long index;

  private static Applier applier(Counting... machines) {
    var applier = new Applier();
    for (Counting each : machines) {
      applier.host(new Hosted<>(each, new Quota(each.name(), 10, 1000)));
    }
    return applier;
  }

  @Test
  void aRepeatedRequestGetsItsFirstResultAndIsNotAppliedAgain() {
    assertThat(apply(1, "left", 5)).isEqualTo(applied("left", 5));
    assertThat(apply(2, "left", 5)).isEqualTo(applied("left", 10));
    assertThat(apply(1, "left", 5)).isEqualTo(applied("left", 5));
    assertThat(left.sum()).isEqualTo(10);
  }

  @Test
  void aRepeatedRefusalIsTheSameRefusal() {
    assertThat(apply(1, "left", -1)).isInstanceOf(Outcome.Refused.class);
    assertThat(apply(2, "left", 100)).isEqualTo(applied("left", 100));
    assertThat(apply(1, "left", -1)).isInstanceOf(Outcome.Refused.class);
    assertThat(left.sum()).isEqualTo(100);
  }

  @Test
  void aRequestThatCameTooLateIsAnsweredUnknown() {
    for (int request = 1; request <= AnsweredRequests.PER_PROCESS + 1; request++) {
      apply(request, "left", 1);
    }
    assertThat(apply(1, "left", 1))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.failure().code()).isEqualTo("log.request-forgotten"));
    assertThat(apply(2, "left", 1)).isEqualTo(applied("left", 2));
    assertThat(left.sum()).isEqualTo(AnsweredRequests.PER_PROCESS + 1);
  }

  @Test
  void commandsOfOneEntryAreAppliedTogetherOrNotAtAll() {
    var refused = envelope(1).addBodies(body("left", 5)).addBodies(body("right", -1));
    assertThat(apply(refused)).isInstanceOf(Outcome.Refused.class);
    assertThat(left.sum()).isZero();
    assertThat(owed).isEmpty();
    var taken = envelope(2).addBodies(body("left", 5)).addBodies(body("right", 7));
    assertThat(apply(taken))
        .isEqualTo(new Outcome.Applied(List.of("left", "right"), List.of(5L, 7L)));
    assertThat(owed).extracting(each -> each.id().ordinal()).containsExactly(0, 1);
  }

  @Test
  void timeNeverRunsBackwards() {
    apply(envelope(1).setTimeMicros(2_000_000).addBodies(body("left", 1)));
    apply(envelope(2).setTimeMicros(1_000_000).addBodies(body("left", 1)));
    apply(envelope(3).setTimeMicros(3_000_000).addBodies(body("left", 1)));
    assertThat(left.times())
        .containsExactly(
            Instant.ofEpochSecond(2), Instant.ofEpochSecond(2), Instant.ofEpochSecond(3));
  }

  @Test
  void anEntryOfANewerVersionIsNotGuessedAt() {
    assertThatThrownBy(() -> apply(envelope(1).setFormat(99).addBodies(body("left", 1))))
        .isInstanceOf(UnreadableEntry.class);
    assertThatThrownBy(() -> apply(envelope(1).addBodies(body("nobody", 1))))
        .isInstanceOf(UnreadableEntry.class);
    assertThatThrownBy(() -> apply(envelope(1).addBodies(body("left", 1).setLevel(99))))
        .isInstanceOf(UnreadableEntry.class);
    var unknown = body("left", 1).setCommand(ByteString.copyFromUtf8("?"));
    assertThatThrownBy(() -> apply(envelope(1).addBodies(unknown)))
        .isInstanceOf(UnreadableEntry.class);
    assertThat(left.sum()).isZero();
  }

  @Test
  void answersSurviveASnapshot(@TempDir Path folder) throws IOException {
    apply(1, "left", 5);
    apply(2, "left", -100);
    apply(envelope(3).setTimeMicros(9_000_000).addBodies(body("right", 1)));
    Path file = folder.resolve("state");
    SnapshotFile.write(file, Map.of(KernelSection.NAME, KernelSection.capture(applier)));
    var newLeft = new Counting("left");
    Applier restored = applier(newLeft, new Counting("right"));
    SnapshotFile.read(file, (name, section) -> KernelSection.restore(section, restored));
    assertThat(restored.timeMicros()).isEqualTo(9_000_000);
    assertThat(
            restored
                .apply(9, bytes(envelope(1).addBodies(body("left", 5))), (m, o) -> {})
                .outcome())
        .isEqualTo(applied("left", 5));
    assertThat(
            restored
                .apply(10, bytes(envelope(2).addBodies(body("left", -100))), (m, o) -> {})
                .outcome())
        .isInstanceOf(Outcome.Refused.class);
    assertThat(newLeft.sum()).isZero();
  }

  private Outcome apply(long request, String machine, long amount) {
    return apply(envelope(request).addBodies(body(machine, amount)));
  }

  private Outcome apply(Envelope.Builder envelope) {
    return applier.apply(++index, bytes(envelope), (machine, each) -> owed.add(each)).outcome();
  }

  private static ByteBuffer bytes(Envelope.Builder envelope) {
    return ByteBuffer.wrap(envelope.build().toByteArray());
  }

  private static Envelope.Builder envelope(long request) {
    return Envelope.newBuilder()
        .setFormat(Applier.FORMAT)
        .setIncarnation(77)
        .setRequest(request)
        .setTimeMicros(1);
  }

  private static Body.Builder body(String machine, long amount) {
    return Body.newBuilder()
        .setMachine(machine)
        .setCommand(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(amount).array()));
  }

  private static Outcome applied(String machine, long result) {
    return new Outcome.Applied(List.of(machine), List.of(result));
  }
}
