package io.divan.domain.config;

import io.divan.domain.config.ConfigCommand.Publish;
import io.divan.domain.config.ConfigCommand.Remove;
import io.divan.domain.config.ConfigCommand.RollBack;
import io.divan.domain.config.Configuration.Stamp;
import io.divan.domain.config.Revision.Change;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.Codec;
import io.divan.kernel.machine.Entry;
import io.divan.kernel.machine.Machine;
import io.divan.kernel.machine.SectionReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The configurations and their past as a deterministic machine. */
final class ConfigMachine implements Machine<ConfigCommand<?>> {
  private static final ConfigCodec CODEC = new ConfigCodec();

  private final Consumer<ConfigKey> onChange;
  private final TreeMap<ConfigKey, History> histories = new TreeMap<>();
  private final TreeSet<Removal> removals = new TreeSet<>(); // of what is not there now
  private long bytes;

  /** A configuration of which only the past is left; the longest gone first. */
  private record Removal(long version, ConfigKey key) implements Comparable<Removal> {
    @Override
    public int compareTo(Removal other) {
      int byVersion = Long.compare(version, other.version);
      return byVersion != 0 ? byVersion : key.compareTo(other.key);
    }
  }

  /**
   * @param onChange told of every change once it is made, on the applying thread: hands over
   */
  ConfigMachine(Consumer<ConfigKey> onChange) {
    this.onChange = onChange;
  }

  @Override
  public String name() {
    return "config";
  }

  @Override
  @SuppressWarnings("unchecked") // the class of a generic interface
  public Class<ConfigCommand<?>> commands() {
    return (Class<ConfigCommand<?>>) (Class<?>) ConfigCommand.class;
  }

  @Override
  public Codec<ConfigCommand<?>> codec() {
    return CODEC;
  }

  Optional<Configuration> find(ConfigKey key) {
    History history = histories.get(key);
    return history == null ? Optional.empty() : history.current();
  }

  Optional<History> history(ConfigKey key) {
    return Optional.ofNullable(histories.get(key));
  }

  /** Everything there is in a namespace, in the order of the keys. */
  List<History> in(String namespace) {
    return List.copyOf(
        histories
            .subMap(new ConfigKey(namespace, "", ""), new ConfigKey(namespace + '\0', "", ""))
            .values());
  }

  List<History> all() {
    return List.copyOf(histories.values());
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void check(Entry entry, ConfigCommand<?> command) {
    switch (command) {
      case Publish c -> {
        if (!c.expected().isMetBy(find(c.key()))) {
          throw Failure.of(
              Kind.CONFLICT,
              "config.changed-meanwhile",
              c.key() + " is no longer what was expected. Read it again before changing it.");
        }
        leaveRoom(c, c.draft().content().length());
      }
      case Remove c -> {}
      case RollBack c -> leaveRoom(c, past(c).bytes());
    }
  }

  private void leaveRoom(ConfigCommand<?> command, long more) {
    if (bytes + more > command.retention().bytesInAll()) {
      throw Failure.of(
          Kind.EXHAUSTED,
          "config.full",
          "All configurations and their past take "
              + bytes
              + " bytes; "
              + more
              + " more exceed config.max-total. Remove some, or raise it.");
    }
  }

  private Configuration past(RollBack c) {
    return history(c.key())
        .flatMap(history -> history.at(c.version()))
        .orElseThrow(() ->
            Failure.of(
                Kind.NOT_FOUND,
                "config.version-unknown",
                c.key() + " has no version " + c.version() + " any more."));
  }

  @Override
  public Object apply(Entry entry, ConfigCommand<?> command) {
    check(entry, command);
    Instant now = entry.now().truncatedTo(ChronoUnit.MILLIS); // as a snapshot keeps it
    var stamp = new Stamp(entry.index(), now, entry.origin().principal());
    return switch (command) {
      case Publish c -> publish(c, stamp);
      case Remove c -> remove(c, stamp);
      case RollBack c -> rollBack(c, stamp);
    };
  }

  private Published publish(Publish c, Stamp stamp) {
    Optional<Configuration> current = find(c.key());
    if (current.isPresent() && current.get().isAlready(c.draft(), c.md5())) {
      return new Published(current.get().version(), false);
    }
    Configuration next =
        current
            .map(before -> before.changedTo(c.draft(), c.md5(), stamp))
            .orElseGet(() -> Configuration.first(c.key(), c.draft(), c.md5(), stamp));
    append(new Revision(Change.PUBLISHED, next), c.retention());
    return new Published(stamp.version(), true);
  }

  private Published rollBack(RollBack c, Stamp stamp) {
    Configuration past = past(c);
    Configuration next =
        past.stamped(stamp, find(c.key()).map(Configuration::created).orElse(stamp.time()));
    append(new Revision(Change.ROLLED_BACK, next), c.retention());
    return new Published(stamp.version(), true);
  }

  private boolean remove(Remove c, Stamp stamp) {
    Optional<Configuration> current = find(c.key());
    if (current.isEmpty()) {
      return false;
    }
    Configuration last = current.get().stamped(stamp, current.get().created());
    append(new Revision(Change.REMOVED, last), c.retention());
    removals.add(new Removal(stamp.version(), c.key()));
    while (removals.size() > c.retention().removedItems()) {
      forget(removals.removeFirst().key());
    }
    return true;
  }

  private void forget(ConfigKey key) {
    History history = histories.remove(key);
    if (history != null) {
      bytes -= history.bytes();
    }
  }

  private void append(Revision revision, Retention retention) {
    ConfigKey key = revision.configuration().key();
    History before = histories.get(key);
    History after;
    if (before == null) {
      after = History.of(List.of(revision));
    } else {
      if (before.current().isEmpty()) {
        removals.remove(new Removal(before.newest().version(), key)); // it is back
      }
      after = before.plus(revision, retention);
      bytes -= before.bytes();
    }
    bytes += after.bytes();
    histories.put(key, after);
    onChange.accept(key);
  }

  @Override
  public Capture capture() {
    return CODEC.capture(new ArrayList<>(histories.values()));
  }

  @Override
  public void restore(SectionReader section) {
    histories.clear();
    removals.clear();
    bytes = 0;
    CODEC.restore(
        section,
        history -> {
          Revision newest = history.newest();
          histories.put(newest.configuration().key(), history);
          bytes += history.bytes();
          if (history.current().isEmpty()) {
            removals.add(new Removal(newest.version(), newest.configuration().key()));
          }
        });
  }
}
