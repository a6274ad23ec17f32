package io.divan.kernel.log;

import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.kernel.log.wire.KernelCommand;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.Codec;
import io.divan.kernel.machine.Command;
import io.divan.kernel.machine.Entry;
import io.divan.kernel.machine.Machine;
import io.divan.kernel.machine.SectionReader;

/**
 * What every member of the group can understand, as state in the log: no command above it is
 * proposed, and it rises only when all members support more.
 */
final class FeatureLevel implements Machine<FeatureLevel.Raise> {
  /** The newest level that this version understands. */
  static final int SUPPORTED = 3;

  /** What every version understands, so that any member may raise the level to it. */
  static final int FIRST = 1;

  private volatile int level;

  /** Raises the level; lowering it is not possible and changes nothing. */
  record Raise(int to) implements Command<Integer> {}

  int level() {
    return level;
  }

  @Override
  public String name() {
    return "kernel";
  }

  @Override
  public Class<Raise> commands() {
    return Raise.class;
  }

  @Override
  public Object apply(Entry entry, Raise command) {
    level = Math.max(level, command.to());
    return level;
  }

  @Override
  public Capture capture() {
    byte[] now = CODEC.encode(new Raise(level));
    return Capture.of(1, now);
  }

  @Override
  public void restore(SectionReader section) {
    byte[] bytes = section.next();
    level = bytes == null ? 0 : CODEC.decode(bytes).to();
  }

  @Override
  public Codec<Raise> codec() {
    return CODEC;
  }

  private static final Codec<Raise> CODEC =
      new Codec<>() {
        @Override
        public byte[] encode(Raise command) {
          return KernelCommand.newBuilder()
              .setRaiseFeatureLevel(command.to())
              .build()
              .toByteArray();
        }

        @Override
        public Raise decode(byte[] bytes) {
          try {
            return new Raise(KernelCommand.parseFrom(bytes).getRaiseFeatureLevel());
          } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
          }
        }

        @Override
        public int level(Raise command) {
          return 0; // must be possible before any level has been reached
        }

        @Override
        public byte[] encodeResult(Object result) {
          return encode(new Raise((Integer) result));
        }

        @Override
        public Object decodeResult(byte[] bytes) {
          return decode(bytes).to();
        }
      };
}
