package io.divan.kernel.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.log.wire.Answer;
import io.divan.kernel.log.wire.AnsweredRequest;
import io.divan.kernel.log.wire.KernelState;
import io.divan.kernel.log.wire.Refusal;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.SectionReader;
import io.divan.kernel.machine.SectionWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The kernel's own part of a snapshot: the time, and the table of answered requests. */
final class KernelSection {
  static final String NAME = "log";

  private KernelSection() {}

  static Capture capture(Applier applier) {
    var state = KernelState.newBuilder().setTimeMicros(applier.timeMicros());
    applier.answered().forEachForgotten(state::putForgotten);
    record Answered(RequestId id, Outcome outcome) {}
    List<Answered> answered = new ArrayList<>();
    applier.answered().forEach((id, outcome) -> answered.add(new Answered(id, outcome)));
    return new Capture() {
      @Override
      public int version() {
        return 1;
      }

      @Override
      public void writeTo(SectionWriter section) throws IOException {
        section.write(state.build().toByteArray());
        for (Answered each : answered) {
          section.write(encode(each.id(), each.outcome(), applier).toByteArray());
        }
      }
    };
  }

  private static AnsweredRequest encode(RequestId id, Outcome outcome, Applier applier) {
    var request =
        AnsweredRequest.newBuilder().setIncarnation(id.incarnation()).setRequest(id.number());
    switch (outcome) {
      case Outcome.Applied applied -> {
        for (int i = 0; i < applied.results().size(); i++) {
          Object result = applied.results().get(i);
          Hosted<?, ?> machine = applier.machine(applied.machines().get(i));
          request.addAnswers(
              Answer.newBuilder()
                  .setMachine(machine.name())
                  .setResult(ByteString.copyFrom(machine.machine().codec().encodeResult(result))));
        }
      }
      case Outcome.Refused refused -> {
        Failure failure = refused.failure();
        request.setRefusal(
            Refusal.newBuilder()
                .setKind(failure.kind().name())
                .setCode(failure.code())
                .setMessage(failure.explanation()));
      }
    }
    return request.build();
  }

  static void restore(SectionReader section, Applier applier) {
    try {
      byte[] first = section.next();
      KernelState state = KernelState.parseFrom(first == null ? new byte[0] : first);
      applier.restoreTime(state.getTimeMicros());
      applier.answered().clear();
      state.getForgottenMap().forEach(applier.answered()::restoreForgotten);
      for (byte[] next = section.next(); next != null; next = section.next()) {
        AnsweredRequest request = AnsweredRequest.parseFrom(next);
        applier
            .answered()
            .remember(
                new RequestId(request.getIncarnation(), request.getRequest()),
                decode(request, applier));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Outcome decode(AnsweredRequest request, Applier applier) {
    if (request.hasRefusal()) {
      Refusal refusal = request.getRefusal();
      return new Outcome.Refused(
          Failure.of(
              Failure.Kind.valueOf(refusal.getKind()), refusal.getCode(), refusal.getMessage()));
    }
    List<Object> results = new ArrayList<>();
    List<String> machines = new ArrayList<>();
    for (Answer answer : request.getAnswersList()) {
      Hosted<?, ?> machine = applier.machine(answer.getMachine());
      machines.add(machine.name());
      results.add(machine.machine().codec().decodeResult(answer.getResult().toByteArray()));
    }
    return new Outcome.Applied(machines, results);
  }
}
