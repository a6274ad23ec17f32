package io.divan.kernel.log;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.Codec;
import io.divan.kernel.machine.Command;
import io.divan.kernel.machine.Effect;
import io.divan.kernel.machine.EffectId;
import io.divan.kernel.machine.Entry;
import io.divan.kernel.machine.Machine;
import io.divan.kernel.machine.Owed;
import io.divan.kernel.machine.SectionReader;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A machine for tests of the log: a sum, which may not go below zero, and one effect for each. */
final class Counting implements Machine<Counting.Add> {
  record Add(long amount) implements Command<Long> {}

  record Added(long amount) implements Effect {}

  private final String name;
  private long sum;
  private final List<Instant> times = new ArrayList<>();

  Counting(String name) {
    this.name = name;
  }

  long sum() {
    return sum;
  }

  List<Instant> times() {
    return times;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Class<Add> commands() {
    return Add.class;
  }

  @Override
  public void check(Entry entry, Add command) {
    if (sum + command.amount() < 0) {
      throw Failure.of(Failure.Kind.CONFLICT, "counting.below-zero", "There is only " + sum + ".");
    }
  }

  @Override
  public Object apply(Entry entry, Add command) {
    sum += command.amount();
    times.add(entry.now());
    entry.owe(new Added(command.amount()));
    return sum;
  }

  @Override
  public List<Owed> owed() {
    return List.of(new Owed(new EffectId(1, 0), new Added(sum)));
  }

  @Override
  public Capture capture() {
    return Capture.of(1, bytes(sum));
  }

  @Override
  public void restore(SectionReader section) {
    byte[] bytes = section.next();
    sum = bytes == null ? 0 : ByteBuffer.wrap(bytes).getLong();
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  @Override
  public Codec<Add> codec() {
    return new Codec<>() {
      @Override
      public byte[] encode(Add command) {
        return bytes(command.amount());
      }

      @Override
      public Add decode(byte[] bytes) {
        if (bytes.length != 8) {
          throw new IllegalArgumentException("not a long");
        }
        return new Add(ByteBuffer.wrap(bytes).getLong());
      }

      @Override
      public byte[] encodeResult(Object result) {
        return bytes((Long) result);
      }

      @Override
      public Object decodeResult(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
      }
    };
  }
}
