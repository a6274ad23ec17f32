package io.divan.kernel.log;

import io.divan.kernel.machine.Command;
import io.divan.kernel.machine.EffectRunner;
import io.divan.kernel.machine.Entry;
import io.divan.kernel.machine.Machine;
import io.divan.kernel.machine.Owed;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A machine on the log, with what the kernel keeps for it: the lock, the quota, the runner. */
final class Hosted<C extends Command<?>, M extends Machine<C>> {
  private final M machine;
  private final Quota quota;
  private @Nullable EffectRunner runner; // set before the log starts
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(); // guards the machine

  Hosted(M machine, Quota quota) {
    this.machine = machine;
    this.quota = quota;
  }

  void effects(EffectRunner newRunner) {
    runner = newRunner;
  }

  M machine() {
    return machine;
  }

  String name() {
    return machine.name();
  }

  Quota quota() {
    return quota;
  }

  boolean takes(Command<?> command) {
    return machine.commands().isInstance(command);
  }

  byte[] encode(Command<?> command) {
    return machine.codec().encode(machine.commands().cast(command));
  }

  int level(Command<?> command) {
    return machine.codec().level(machine.commands().cast(command));
  }

  <T> T read(Function<? super M, T> question) {
    lock.readLock().lock();
    try {
      return question.apply(machine);
    } finally {
      lock.readLock().unlock();
    }
  }

  void change(Runnable work) {
    lock.writeLock().lock();
    try {
      work.run();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** A decoded command, waiting to be checked and then applied. */
  Step decode(byte[] bytes) {
    C command = machine.codec().decode(bytes);
    return new Step() {
      @Override
      public Hosted<?, ?> host() {
        return Hosted.this;
      }

      @Override
      public void check(Entry entry) {
        machine.check(entry, command);
      }

      @Override
      public Object apply(Entry entry) {
        lock.writeLock().lock();
        try {
          return machine.apply(entry, command);
        } finally {
          lock.writeLock().unlock();
        }
      }
    };
  }

  void lead(long term) {
    if (runner != null) {
      List<Owed> owed = read(Machine::owed);
      runner.lead(term, owed);
    }
  }

  void run(Owed owed) {
    if (runner != null) {
      runner.run(owed);
    }
  }

  void follow() {
    if (runner != null) {
      runner.follow();
    }
  }

  /** One command of an entry, bound to its machine. */
  interface Step {
    Hosted<?, ?> host();

    void check(Entry entry);

    Object apply(Entry entry);
  }
}
