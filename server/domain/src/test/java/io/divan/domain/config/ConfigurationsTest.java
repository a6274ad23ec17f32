package io.divan.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.divan.domain.config.Revision.Change;
import io.divan.domain.search.Page;
import io.divan.domain.search.Wildcard;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.fake.LocalReplica;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Replica;
import io.divan.kernel.session.Session;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.settings.DataSize;
import io.divan.kernel.time.ManualClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ConfigurationsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456Z");
  private static final Origin ANN = Origin.of("ann", "");
  private static final Origin BEN = Origin.of("ben", "");
  private static final ConfigKey KEY = ConfigKey.of("", "G", "a.yaml");
  private static final Expected ANY = new Expected.Anything();

  private final ManualClock clock = new ManualClock(START);
  private final Sessions sessions = new Sessions(1, clock);
  private LocalReplica<ConfigCommand<?>, ConfigMachine> replica = unhosted();
  private final Configurations configurations = configurations(settings());

  private static LocalReplica<ConfigCommand<?>, ConfigMachine> unhosted() {
    return new LocalReplica<>(() -> new ConfigMachine(key -> {}), new ManualClock(START));
  }

  private static ConfigSettings settings() {
    return new ConfigSettings(
        new DataSize(1000), 3, new DataSize(10_000), 2, new DataSize(20_000), 3);
  }

  private Configurations configurations(ConfigSettings settings) {
    return new Configurations(this::host, settings, sessions, clock, Runnable::run);
  }

  private Replica<ConfigMachine> host(ConfigMachine machine) {
    var first = new ArrayList<>(List.of(machine)); // replays get machines that nobody listens to
    replica =
        new LocalReplica<>(
            () -> first.isEmpty() ? new ConfigMachine(key -> {}) : first.removeFirst(), clock);
    return replica;
  }

  private long publish(String content) {
    return configurations.publish(ANN, KEY, Draft.of(content), ANY).join().version();
  }

  @Test
  void whatIsPublishedIsReadBack() {
    var draft = new Draft("x: 1", "yaml", "k1", "shop", "the shop", List.of("a", "b"));
    long version = configurations.publish(ANN, KEY, draft, ANY).join().version();

    Instant then = Instant.parse("2026-01-01T00:00:00.123Z");
    assertThat(configurations.find(KEY))
        .contains(
            new Configuration(
                KEY,
                "x: 1",
                "be28de7266b359a1a33699e95bfbb29a",
                "yaml",
                "k1",
                "shop",
                "the shop",
                List.of("a", "b"),
                version,
                then,
                then,
                "ann"));
  }

  @Test
  void whatADraftLeavesOutStaysAsItIs() {
    configurations.publish(ANN, KEY, new Draft("1", "yaml", "", "shop", "d", List.of("t")), ANY);
    clock.advance(Duration.ofSeconds(5));
    configurations.publish(BEN, KEY, Draft.of("2"), ANY).join();

    Configuration now = configurations.find(KEY).orElseThrow();
    assertThat(now.content()).isEqualTo("2");
    assertThat(now.type()).isEqualTo("text");
    assertThat(now.appName()).isEqualTo("shop");
    assertThat(now.description()).isEqualTo("d");
    assertThat(now.tags()).containsExactly("t");
    assertThat(now.author()).isEqualTo("ben");
    assertThat(Duration.between(now.created(), now.modified())).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void publishingTheSameAgainChangesNothing() {
    long version = publish("1");
    assertThat(configurations.publish(BEN, KEY, Draft.of("1"), ANY).join())
        .isEqualTo(new Published(version, false));
    assertThat(configurations.history(KEY)).hasSize(1);
  }

  @Test
  void aChangeMadeFromAnOldReadIsRefused() {
    publish("1");
    String md5 = Configurations.md5("1");
    publish("2");

    for (Expected expected :
        List.of(
            new Expected.Content(md5, false),
            new Expected.Content(md5, true),
            new Expected.Absent())) {
      assertRefused(configurations.publish(BEN, KEY, Draft.of("3"), expected), Kind.CONFLICT);
    }
    var right = new Expected.Content(Configurations.md5("2"), false);
    configurations.publish(BEN, KEY, Draft.of("3"), right).join();
    assertThat(configurations.find(KEY).orElseThrow().content()).isEqualTo("3");
  }

  @Test
  void whatIsExpectedOfNothing() {
    String md5 = Configurations.md5("1");
    assertRefused(
        configurations.publish(ANN, KEY, Draft.of("1"), new Expected.Content(md5, false)),
        Kind.CONFLICT);
    configurations.publish(ANN, KEY, Draft.of("1"), new Expected.Content(md5, true)).join();
    configurations.remove(ANN, KEY).join();
    configurations.publish(ANN, KEY, Draft.of("1"), new Expected.Absent()).join();
  }

  @Test
  void whatIsRemovedIsGoneButItsPastIsNot() {
    publish("1");
    assertThat(configurations.remove(BEN, KEY).join()).isTrue();
    assertThat(configurations.remove(BEN, KEY).join()).isFalse();

    assertThat(configurations.find(KEY)).isEmpty();
    assertThat(configurations.history(KEY))
        .extracting(Revision::change)
        .containsExactly(Change.REMOVED, Change.PUBLISHED);
    assertThat(configurations.history(KEY).getFirst().configuration().author()).isEqualTo("ben");
    assertThat(configurations.removed("")).hasSize(1);
  }

  @Test
  void anOlderVersionCanBeMadeTheNewest() {
    long first = publish("1");
    publish("2");
    configurations.rollBack(BEN, KEY, first).join();
    assertThat(configurations.find(KEY).orElseThrow().content()).isEqualTo("1");

    configurations.remove(ANN, KEY).join();
    long second = configurations.history(KEY).getLast().version();
    configurations.rollBack(BEN, KEY, second).join();
    assertThat(configurations.find(KEY).orElseThrow().content()).isEqualTo("2");
    assertThat(configurations.removed("")).isEmpty();
    assertRefused(configurations.rollBack(BEN, KEY, first), Kind.NOT_FOUND); // no longer kept
  }

  @Test
  void thePastIsBounded() {
    for (int i = 0; i < 10; i++) {
      publish("content " + i);
    }
    assertThat(configurations.history(KEY))
        .extracting(revision -> revision.configuration().content())
        .containsExactly("content 9", "content 8", "content 7");
  }

  @Test
  void ofRemovedOnesTheLongestGoneAreForgotten() {
    for (String id : List.of("a", "b", "c")) {
      var key = ConfigKey.of("", "G", id);
      configurations.publish(ANN, key, Draft.of("1"), ANY).join();
      configurations.remove(ANN, key).join();
    }
    assertThat(configurations.removed(""))
        .extracting(revision -> revision.configuration().key().dataId())
        .containsExactly("b", "c");
  }

  @Test
  void beyondTheMemoryForAllNothingMoreIsTaken() {
    String large = "x".repeat(900);
    List<CompletableFuture<Published>> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      var key = ConfigKey.of("", "G", "k" + i);
      all.add(configurations.publish(ANN, key, Draft.of(large), ANY));
    }
    assertThat(all.getFirst()).isCompleted();
    assertRefused(all.getLast(), Kind.EXHAUSTED);
    assertThat(configurations.bytes()).isLessThanOrEqualTo(22_000);
  }

  @Test
  void aContentBeyondTheLimitIsRefusedBeforeItReachesTheLog() {
    assertRefused(configurations.publish(ANN, KEY, Draft.of("é".repeat(501)), ANY), Kind.USER);
    assertThat(replica.entries()).isZero();
  }

  @Test
  void illegalNamesAreRefused() {
    for (String bad : List.of("", " ", "a b", "a/b", "a\n", "x".repeat(257))) {
      assertThatThrownBy(() -> ConfigKey.of("", "G", bad)).isInstanceOf(Failure.class);
      assertThatThrownBy(() -> ConfigKey.of("", bad, "a")).isInstanceOf(Failure.class);
    }
    assertThat(ConfigKey.of("", "DEFAULT_GROUP", "com.x:配置-1.yml").group()).isNotEmpty();
  }

  @Test
  void namespacesDoNotSeeEachOther() {
    publish("default");
    var other = ConfigKey.of("dev", KEY.group(), KEY.dataId());
    configurations.publish(ANN, other, Draft.of("dev"), ANY).join();

    assertThat(configurations.find(KEY).orElseThrow().content()).isEqualTo("default");
    assertThat(configurations.search(ConfigSearch.everythingIn("dev"), 1, 10).items())
        .extracting(Configuration::content)
        .containsExactly("dev");
    assertThat(configurations.countByNamespace()).isEqualTo(Map.of("", 1, "dev", 1));
  }

  @Test
  void searchesFindByEveryPart() {
    configurations.publish(
        ANN, KEY, new Draft("x: 1", "yaml", "", "shop", null, List.of("blue")), ANY);
    configurations.publish(ANN, ConfigKey.of("", "H", "b.txt"), Draft.of("hello"), ANY);

    assertThat(found(search("", "*.yaml", "", "", "", ""))).containsExactly("a.yaml");
    assertThat(found(search("H", "", "", "", "", ""))).containsExactly("b.txt");
    assertThat(found(search("", "", "shop", "", "", ""))).containsExactly("a.yaml");
    assertThat(found(search("", "", "", "yaml", "", ""))).containsExactly("a.yaml");
    assertThat(found(search("", "", "", "", "blue", ""))).containsExactly("a.yaml");
    assertThat(found(search("", "", "", "", "", "ell"))).containsExactly("b.txt");
    Page<Configuration> second = configurations.search(ConfigSearch.everythingIn(""), 2, 1);
    assertThat(second.total()).isEqualTo(2);
    assertThat(second.items()).extracting(c -> c.key().dataId()).containsExactly("b.txt");
  }

  private static ConfigSearch search(
      String group, String dataId, String app, String type, String tag, String text) {
    return new ConfigSearch("", new Wildcard(group), new Wildcard(dataId), app, type, tag, text);
  }

  private List<String> found(ConfigSearch search) {
    return configurations.search(search, 1, 10).items().stream()
        .map(each -> each.key().dataId())
        .toList();
  }

  @Test
  void aListenerIsToldOfEveryKindOfChange() {
    List<Object> told = new ArrayList<>();
    Session session = session(told);
    configurations.follow(session, KEY);

    long first = publish("1");
    publish("1"); // changes nothing
    publish("2");
    configurations.rollBack(ANN, KEY, first).join();
    configurations.remove(ANN, KEY).join();
    assertThat(told).hasSize(4).containsOnly(new ConfigChanged(KEY));

    configurations.unfollow(session, KEY);
    publish("3");
    assertThat(told).hasSize(4);
  }

  @Test
  void aSessionThatEndsListensNoMore() {
    List<Object> told = new ArrayList<>();
    Session session = session(told);
    configurations.follow(session, KEY);
    sessions.ended(session);
    publish("1");
    assertThat(told).isEmpty();
    assertThat(configurations.followers(KEY)).isEmpty();
  }

  @Test
  void aSessionMayNotListenToEverything() {
    Session session = session(new ArrayList<>());
    for (String id : List.of("a", "b", "c", "c")) {
      configurations.follow(session, ConfigKey.of("", "G", id));
    }
    var refused =
        catchThrowableOfType(
            Failure.class, () -> configurations.follow(session, ConfigKey.of("", "G", "d")));
    assertThat(refused.kind()).isEqualTo(Kind.EXHAUSTED);
  }

  private Session session(List<Object> told) {
    return sessions.open(
        "test",
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
        new Session.Channel() {
          @Override
          public CompletableFuture<Object> deliver(Object message) {
            told.add(message);
            return CompletableFuture.completedFuture("ok");
          }

          @Override
          public void close() {}
        });
  }

  @Test
  void replayAndSnapshotGiveTheSameState() {
    configurations.publish(
        ANN, KEY, new Draft("1", "yaml", "k", "shop", "d", List.of("t")), new Expected.Absent());
    clock.advance(Duration.ofNanos(1_234_567));
    publish("2");
    var gone = ConfigKey.of("dev", "G", "gone");
    configurations.publish(BEN, gone, Draft.of("3"), ANY).join();
    configurations.remove(BEN, gone).join();
    configurations.publish(ANN, KEY, Draft.of("4"), new Expected.Absent()); // refused

    List<Revision> history = configurations.history(KEY);
    List<Revision> pastOfGone = configurations.history(gone);
    long bytes = configurations.bytes();
    for (Runnable way : List.<Runnable>of(replica::replay, replica::restart)) {
      way.run();
      assertThat(configurations.history(KEY)).isEqualTo(history);
      assertThat(configurations.history(gone)).isEqualTo(pastOfGone);
      assertThat(configurations.removed("dev")).hasSize(1);
      assertThat(configurations.bytes()).isEqualTo(bytes);
    }
    for (String id : List.of("x", "y")) { // what is forgotten first survives a restart too
      var key = ConfigKey.of("dev", "G", id);
      configurations.publish(ANN, key, Draft.of("1"), ANY).join();
      configurations.remove(ANN, key).join();
    }
    assertThat(configurations.history(gone)).isEmpty();
  }

  private static void assertRefused(CompletableFuture<?> future, Kind kind) {
    var thrown = catchThrowableOfType(CompletionException.class, future::join);
    assertThat(thrown).cause().isInstanceOf(Failure.class);
    assertThat(thrown.getCause()).satisfies(e -> assertThat(((Failure) e).kind()).isEqualTo(kind));
  }
}
