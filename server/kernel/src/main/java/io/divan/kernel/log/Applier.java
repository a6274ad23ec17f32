package io.divan.kernel.log;

import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.log.Hosted.Step;
import io.divan.kernel.log.wire.Body;
import io.divan.kernel.log.wire.Envelope;
import io.divan.kernel.machine.Effect;
import io.divan.kernel.machine.EffectId;
import io.divan.kernel.machine.Entry;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Owed;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Applies entries to the machines: the deterministic heart of the log, without consensus, threads
 * or disk. Equal sequences of entries give equal states, outcomes and effects.
 */
final class Applier {
  /** The newest layout of an envelope that this version understands. */
  static final int FORMAT = 1;

  private final Map<String, Hosted<?, ?>> machines = new LinkedHashMap<>();
  private final AnsweredRequests answered = new AnsweredRequests();
  private long timeMicros;

  void host(Hosted<?, ?> machine) {
    if (machines.putIfAbsent(machine.name(), machine) != null) {
      throw new IllegalArgumentException("two machines named " + machine.name());
    }
  }

  Iterable<Hosted<?, ?>> machines() {
    return machines.values();
  }

  /** The machine of that name; it is known, because an entry that names another is not applied. */
  Hosted<?, ?> machine(String name) {
    return Objects.requireNonNull(machines.get(name), name);
  }

  AnsweredRequests answered() {
    return answered;
  }

  long timeMicros() {
    return timeMicros;
  }

  void restoreTime(long micros) {
    timeMicros = micros;
  }

  /**
   * Applies one entry.
   *
   * @param owed gets the effects that the entry owes, with the machine that owes each
   * @return whose entry it is, and what came of it
   * @throws UnreadableEntry if this version does not understand it
   */
  Answered apply(long index, ByteBuffer bytes, OwedSink owed) {
    Envelope envelope = parse(index, bytes);
    var id = new RequestId(envelope.getIncarnation(), envelope.getRequest());
    Outcome known = answered.find(id);
    if (known != null) {
      return new Answered(id, known);
    }
    List<Step> steps = decode(index, envelope);
    timeMicros = Math.max(timeMicros, envelope.getTimeMicros());
    Outcome outcome =
        run(new AppliedEntry(index, instant(timeMicros), originOf(envelope)), steps, owed);
    answered.remember(id, outcome);
    return new Answered(id, outcome);
  }

  /** An applied entry: who asked for it, and its first outcome. */
  record Answered(RequestId id, Outcome outcome) {}

  private static Envelope parse(long index, ByteBuffer bytes) {
    try {
      Envelope envelope = Envelope.parseFrom(bytes);
      if (envelope.getFormat() > FORMAT) {
        throw new UnreadableEntry(index, "envelope format " + envelope.getFormat());
      }
      return envelope;
    } catch (InvalidProtocolBufferException e) {
      throw new UnreadableEntry(index, String.valueOf(e.getMessage()));
    }
  }

  private List<Step> decode(long index, Envelope envelope) {
    var steps = new ArrayList<Step>(envelope.getBodiesCount());
    for (Body body : envelope.getBodiesList()) {
      Hosted<?, ?> machine = machines.get(body.getMachine());
      if (machine == null) {
        throw new UnreadableEntry(index, "no machine is named " + body.getMachine());
      }
      if (body.getLevel() > FeatureLevel.SUPPORTED) {
        throw new UnreadableEntry(index, "feature level " + body.getLevel());
      }
      try {
        steps.add(machine.decode(body.getCommand().toByteArray()));
      } catch (IllegalArgumentException e) {
        throw new UnreadableEntry(index, body.getMachine() + ": " + e.getMessage());
      }
    }
    return steps;
  }

  private static Outcome run(AppliedEntry entry, List<Step> steps, OwedSink owed) {
    try {
      for (Step step : steps) {
        step.check(entry);
      }
    } catch (Failure refusal) {
      return new Outcome.Refused(refusal);
    }
    List<String> names = new ArrayList<>(steps.size());
    List<Object> results = new ArrayList<>(steps.size());
    for (Step step : steps) {
      int before = entry.owed.size();
      names.add(step.host().name());
      try {
        results.add(step.apply(entry));
      } catch (Failure refusal) {
        if (steps.size() > 1) {
          throw new IllegalStateException("refused after the check had passed", refusal);
        }
        return new Outcome.Refused(refusal);
      }
      for (Owed each : entry.owed.subList(before, entry.owed.size())) {
        owed.accept(step.host(), each);
      }
    }
    return new Outcome.Applied(names, results);
  }

  private static Origin originOf(Envelope envelope) {
    return new Origin(envelope.getPrincipal(), envelope.getNamespace(), envelope.getTrace());
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }

  /** Takes the effects that entries owe. */
  interface OwedSink {
    void accept(Hosted<?, ?> machine, Owed owed);
  }

  private static final class AppliedEntry implements Entry {
    private final long index;
    private final Instant now;
    private final Origin origin;
    private final List<Owed> owed = new ArrayList<>(2);

    AppliedEntry(long index, Instant now, Origin origin) {
      this.index = index;
      this.now = now;
      this.origin = origin;
    }

    @Override
    public long index() {
      return index;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public Origin origin() {
      return origin;
    }

    @Override
    public EffectId owe(Effect effect) {
      var id = new EffectId(index, owed.size());
      owed.add(new Owed(id, effect));
      return id;
    }
  }
}
