package io.divan.domain.config;

import io.divan.domain.config.ConfigCommand.Publish;
import io.divan.domain.config.ConfigCommand.Remove;
import io.divan.domain.config.ConfigCommand.RollBack;
import io.divan.domain.search.Page;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.log.ReplicatedLog;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Replica;
import io.divan.kernel.session.Notices;
import io.divan.kernel.session.Session;
import io.divan.kernel.session.SessionId;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.time.Clock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The configurations as the rest of the server sees them. Changes are durable, and visible to every
 * read here, when their future completes.
 */
public final class Configurations {
  private final Replica<ConfigMachine> replica;
  private final ConfigSettings settings;
  private final Followers followers;
  private final Notices<ConfigKey> notices;
  private final Executor executor;

  /**
   * @param hosting puts the machine on a log
   * @param executor where listeners are told
   */
  Configurations(
      Function<ConfigMachine, Replica<ConfigMachine>> hosting,
      ConfigSettings settings,
      Sessions sessions,
      Clock clock,
      Executor executor) {
    this.settings = settings;
    this.executor = executor;
    this.followers = new Followers(settings.maxListensPerClient());
    this.notices = new Notices<>(sessions, clock, executor, this::notice);
    this.replica = hosting.apply(new ConfigMachine(this::changed));
  }

  /** Puts the configurations on the log. */
  public static Configurations on(
      ReplicatedLog log,
      ConfigSettings settings,
      Sessions sessions,
      Clock clock,
      Executor executor) {
    return new Configurations(machine -> log.host(machine), settings, sessions, clock, executor);
  }

  /** Called on the thread that applies entries. */
  private void changed(ConfigKey key) {
    List<SessionId> listening = followers.of(key);
    if (!listening.isEmpty()) {
      executor.execute(() -> listening.forEach(session -> notices.changed(session, key)));
    }
  }

  private Optional<Object> notice(SessionId session, ConfigKey key) {
    return followers.follows(session, key) ? Optional.of(new ConfigChanged(key)) : Optional.empty();
  }

  public Optional<Configuration> find(ConfigKey key) {
    return replica.read(machine -> machine.find(key));
  }

  /** Completes when what was committed anywhere before the call can be read here. */
  public CompletableFuture<Void> caughtUp() {
    return replica.caughtUp();
  }

  /**
   * Makes a configuration this.
   *
   * @return fails with CONFLICT if it is not what was expected, USER if the content is too large
   */
  public CompletableFuture<Published> publish(
      Origin by, ConfigKey key, Draft draft, Expected expected) {
    byte[] bytes = draft.content().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > settings.maxContent().bytes()) {
      return CompletableFuture.failedFuture(
          Failure.of(
              Kind.USER,
              "config.too-large",
              "A content of "
                  + bytes.length
                  + " bytes exceeds config.max-content ("
                  + settings.maxContent()
                  + ")."));
    }
    return replica.submit(by, new Publish(key, draft, md5(bytes), expected, settings.retention()));
  }

  /**
   * Removes a configuration; its past is kept for a while.
   *
   * @return whether there was one
   */
  public CompletableFuture<Boolean> remove(Origin by, ConfigKey key) {
    return replica.submit(by, new Remove(key, settings.retention()));
  }

  /**
   * Makes the content of an older version the newest.
   *
   * @return fails with NOT_FOUND if that version is not kept any more
   */
  public CompletableFuture<Published> rollBack(Origin by, ConfigKey key, long version) {
    return replica.submit(by, new RollBack(key, version, settings.retention()));
  }

  /** The md5 that a content is compared by: hex, of its UTF-8. */
  public static String md5(String content) {
    return md5(content.getBytes(StandardCharsets.UTF_8));
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java runtime has it
    }
  }

  /**
   * Tells a session of every change from now on, by {@link ConfigChanged}, until it ends.
   *
   * @throws Failure EXHAUSTED if the session listens to as many as it may
   */
  public void follow(Session session, ConfigKey key) {
    if (followers.add(session.id(), key)) {
      session.onClose(ended -> followers.ended(ended.id()));
    }
  }

  public void unfollow(Session session, ConfigKey key) {
    followers.remove(session.id(), key);
  }

  /** Who listens to a configuration on this node. */
  public List<SessionId> followers(ConfigKey key) {
    return followers.of(key);
  }

  /** Every kept change of a configuration, the newest first; also of one that was removed. */
  public List<Revision> history(ConfigKey key) {
    return replica
        .read(machine -> machine.history(key))
        .map(history -> history.revisions().reversed())
        .orElse(List.of());
  }

  /** A configuration as it was at a version. */
  public Optional<Configuration> at(ConfigKey key, long version) {
    return replica.read(machine -> machine.history(key)).flatMap(history -> history.at(version));
  }

  /** What is found in a namespace, in the order of the keys. */
  public Page<Configuration> search(ConfigSearch search, int page, int size) {
    List<Configuration> found =
        replica.read(machine -> machine.in(search.namespace())).stream()
            .flatMap(history -> history.current().stream())
            .filter(search::finds)
            .toList();
    return Page.of(found, page, size);
  }

  /** Configurations of a namespace that were removed and whose past is still kept. */
  public List<Revision> removed(String namespace) {
    return replica.read(machine -> machine.in(namespace)).stream()
        .filter(history -> history.current().isEmpty())
        .map(History::newest)
        .toList();
  }

  /** How many there are, by namespace. */
  public Map<String, Integer> countByNamespace() {
    Map<String, Integer> counts = new TreeMap<>();
    Consumer<Configuration> count = each -> counts.merge(each.key().namespace(), 1, Integer::sum);
    replica.read(ConfigMachine::all).forEach(history -> history.current().ifPresent(count));
    return counts;
  }

  /** About how much memory all of them and their past take. */
  public long bytes() {
    return replica.read(ConfigMachine::bytes);
  }
}
