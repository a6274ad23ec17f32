package io.divan.domain.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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

class RegistryTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Origin ANN = Origin.of("ann", "");
  private static final ServiceKey SHOP = ServiceKey.of("", "G", "shop");
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private final ManualClock clock = new ManualClock(START);
  private final Sessions sessions = new Sessions(1, clock);
  private final List<LocalReplica<RegistryCommand, RegistryMachine>> replicas = new ArrayList<>();
  private final Registry registry =
      new Registry(this::host, settings(), sessions, clock, Runnable::run);

  private Replica<RegistryMachine> host(RegistryMachine machine) {
    var first = new ArrayList<>(List.of(machine)); // replays get machines that nobody listens to
    replicas.add(
        new LocalReplica<>(
            () -> first.isEmpty() ? new RegistryMachine(key -> {}) : first.removeFirst(), clock));
    return replicas.getFirst();
  }

  static RegistrySettings settings() {
    return new RegistrySettings(
        3, 3, new DataSize(1000), new DataSize(2000), Duration.ofSeconds(5), Duration.ofSeconds(1));
  }

  static Instance at(int port) {
    return new Instance(
        new Endpoint("10.0.0.1", port, "DEFAULT"), 1, true, true, true, Map.of(), "");
  }

  private static Instance in(String cluster, int port) {
    return new Instance(new Endpoint("10.0.0.1", port, cluster), 1, true, true, true, Map.of(), "");
  }

  private List<Integer> ports() {
    return ports(registry.view(SHOP, "", false));
  }

  private static List<Integer> ports(ServiceView view) {
    return view.instances().stream().map(each -> each.endpoint().port()).toList();
  }

  @Test
  void whatASessionRegistersGoesWithIt() {
    Session session = session();
    registry.register(session, SHOP, List.of(at(1)));
    assertThat(registry.view(SHOP, "", true).instances()).containsExactly(at(1));

    sessions.ended(session);
    assertThat(ports()).isEmpty();
    assertThat(registry.names("", "G", 1, 10).items()).isEmpty();
  }

  @Test
  void aSessionThatHasEndedAlreadyLeavesNothingBehind() {
    Session session = session();
    sessions.ended(session);
    registry.register(session, SHOP, List.of(at(1)));
    registry.subscribe(session, SHOP, "");
    assertThat(ports()).isEmpty();
    assertThat(registry.subscribers(SHOP)).isEmpty();
  }

  @Test
  void aBatchReplacesWhatItsSessionHadRegisteredAndNothingElse() {
    Session one = session();
    Session two = session();
    registry.register(two, SHOP, List.of(at(9)));
    registry.register(one, SHOP, List.of(at(1), at(2)));
    registry.register(one, SHOP, List.of(at(2), at(3)));
    assertThat(ports()).containsExactlyInAnyOrder(2, 3, 9);

    assertThat(registry.deregister(one, SHOP)).isTrue();
    assertThat(registry.deregister(one, SHOP)).isFalse();
    assertThat(ports()).containsExactly(9);
  }

  @Test
  void ofTwoRegistrationsOfOneEndpointTheNewestCounts() {
    Session old = session();
    Session back = session(); // the same client after its connection broke
    registry.register(old, SHOP, List.of(at(1)));
    registry.register(back, SHOP, List.of(at(1).withHealthy(false)));
    assertThat(registry.view(SHOP, "", false).instances())
        .containsExactly(at(1).withHealthy(false));

    sessions.ended(old);
    assertThat(ports()).containsExactly(1);
  }

  @Test
  void revisionsGrowEvenIfTheClockDoesNot() {
    Session session = session();
    long last = 0;
    for (int port = 1; port < 20; port++) {
      registry.register(session, SHOP, List.of(at(port)));
      long revision = registry.view(SHOP, "", false).revision();
      assertThat(revision).isGreaterThan(last);
      assertThat(registry.view(SHOP, "", false).revision()).isEqualTo(revision);
      last = revision;
    }
    assertThat(last).isGreaterThanOrEqualTo(START.toEpochMilli());
  }

  @Test
  void callersSeeOnlyWhatIsEnabledInTheClustersTheyAskFor() {
    registry.register(session(), SHOP, List.of(in("a", 1), in("b", 2), in("c", 3)));
    Instance off = in("a", 4).with(new InstanceOverride(1, false, Map.of()));
    registry.register(session(), SHOP, List.of(off));

    assertThat(ports()).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(ports(registry.view(SHOP, "a", false))).containsExactly(1);
    assertThat(ports(registry.view(SHOP, "a,c,a, ", false))).containsExactlyInAnyOrder(1, 3);
    assertThat(ports(registry.view(SHOP, "none", false))).isEmpty();
    assertThat(registry.instances(SHOP)).hasSize(4);
  }

  @Test
  void theUnhealthyAreLeftOutIfAskedFor() {
    registry.register(session(), SHOP, List.of(at(1), at(2).withHealthy(false)));
    assertThat(ports(registry.view(SHOP, "", true))).containsExactly(1);
    assertThat(ports(registry.view(SHOP, "", false))).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void belowTheProtectThresholdAllAreShownAsHealthy() {
    registry.declare(ANN, SHOP, new Declaration(0.5, Map.of())).join();
    registry.register(session(), SHOP, List.of(at(1), at(2), at(3).withHealthy(false)));
    assertThat(registry.view(SHOP, "", true).protecting()).isFalse();
    assertThat(ports(registry.view(SHOP, "", true))).containsExactlyInAnyOrder(1, 2);

    registry.register(session(), SHOP, List.of(at(4).withHealthy(false)));
    ServiceView view = registry.view(SHOP, "", true);
    assertThat(view.protecting()).isTrue();
    assertThat(ports(view)).containsExactlyInAnyOrder(1, 2, 3, 4);
    assertThat(view.instances()).allMatch(Instance::healthy);
    assertThat(registry.instances(SHOP)).anyMatch(each -> !each.instance().healthy());
  }

  @Test
  void aSubscriberIsToldAtOnceAndOnlyOfItsServices() {
    var told = new ArrayList<Object>();
    Session subscriber = session(told);
    assertThat(registry.subscribe(subscriber, SHOP, "").instances()).isEmpty();

    registry.register(session(), SHOP, List.of(at(1)));
    registry.register(session(), ServiceKey.of("", "G", "other"), List.of(at(2)));
    registry.register(session(), ServiceKey.of("dev", "G", "shop"), List.of(at(3)));
    assertThat(told).hasSize(1);
    assertThat(ports((ServiceView) told.getFirst())).containsExactly(1);

    assertThat(registry.unsubscribe(subscriber, SHOP, "")).isTrue();
    assertThat(registry.unsubscribe(subscriber, SHOP, "")).isFalse();
    registry.register(session(), SHOP, List.of(at(4)));
    assertThat(told).hasSize(1);
  }

  @Test
  void aSubscriberHearsOfTheEndOfAService() {
    var told = new ArrayList<Object>();
    Session owner = session();
    registry.register(owner, SHOP, List.of(at(1)));
    long before = registry.subscribe(session(told), SHOP, "").revision();

    sessions.ended(owner);
    ServiceView last = (ServiceView) told.getLast();
    assertThat(last.instances()).isEmpty();
    assertThat(last.revision()).isGreaterThan(before);
  }

  @Test
  void oneSessionMaySubscribeToSeveralClustersOfOneService() {
    var told = new ArrayList<Object>();
    Session subscriber = session(told);
    registry.subscribe(subscriber, SHOP, "a");
    registry.subscribe(subscriber, SHOP, "b");
    registry.register(session(), SHOP, List.of(in("a", 1), in("b", 2)));
    assertThat(told)
        .extracting(each -> ((ServiceView) each).clusters() + ports((ServiceView) each))
        .containsExactlyInAnyOrder("a[1]", "b[2]");
  }

  @Test
  void aSubscriberIsToldOnceMoreShortlyAfterItHasSubscribed() {
    var told = new ArrayList<Object>();
    registry.subscribe(session(told), SHOP, "");
    registry.register(session(), SHOP, List.of(at(1)));
    assertThat(told).hasSize(1);
    clock.advance(Duration.ofMillis(200));
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).isEqualTo(told.get(0));
    clock.advance(Duration.ofMinutes(1));
    assertThat(told).hasSize(2);
  }

  @Test
  void withoutAChangeNothingIsTold() {
    var told = new ArrayList<Object>();
    Session owner = session();
    registry.register(owner, SHOP, List.of(at(1)));
    registry.subscribe(session(told), SHOP, "");
    clock.advance(Duration.ofSeconds(1));
    told.clear();
    registry.register(owner, SHOP, List.of(at(1)));
    clock.advance(Duration.ofMinutes(1));
    assertThat(told).isEmpty();
  }

  @Test
  void persistentInstancesStayAndAreToldOf() {
    var told = new ArrayList<Object>();
    registry.subscribe(session(told), SHOP, "");
    registry.registerPersistent(ANN, SHOP, at(1)).join();
    assertThat(registry.view(SHOP, "", true).instances())
        .containsExactly(at(1).withEphemeral(false));
    assertThat(told).hasSize(1);

    assertThat(registry.deregisterPersistent(ANN, SHOP, at(1).endpoint()).join()).isTrue();
    assertThat(registry.deregisterPersistent(ANN, SHOP, at(1).endpoint()).join()).isFalse();
    assertThat(ports()).isEmpty();
    assertThat(told).hasSize(2);
  }

  @Test
  void bothKindsOfInstancesMakeOneService() {
    registry.registerPersistent(ANN, SHOP, at(1)).join();
    registry.register(session(), SHOP, List.of(at(2)));
    assertThat(registry.instances(SHOP))
        .extracting(each -> each.instance().endpoint().port() + " " + each.owner().isPresent())
        .containsExactlyInAnyOrder("1 false", "2 true");
  }

  @Test
  void anOperatorsWordStandsOverTheClients() {
    Session owner = session();
    registry.register(owner, SHOP, List.of(at(1)));
    var off = new InstanceOverride(7, false, Map.of("zone", "b"));
    registry.update(ANN, SHOP, at(1).endpoint(), off).join();
    assertThat(ports()).isEmpty();

    sessions.ended(owner);
    registry.register(session(), SHOP, List.of(at(1))); // after a restart of the client
    assertThat(ports()).isEmpty();
    assertThat(registry.instances(SHOP)).allMatch(RegisteredInstance::overruled);

    registry.restore(ANN, SHOP, at(1).endpoint()).join();
    assertThat(ports()).containsExactly(1);
    var unknown = registry.update(ANN, SHOP, at(2).endpoint(), off);
    assertRefused(unknown, Kind.NOT_FOUND);
  }

  @Test
  void aDeclaredServiceExistsWithoutInstances() {
    registry.declare(ANN, SHOP, new Declaration(0.3, Map.of("owner", "ann"))).join();
    assertThat(registry.names("", "G", 1, 10).items()).containsExactly("shop");
    assertThat(registry.detail(SHOP).orElseThrow().declaration().metadata())
        .containsEntry("owner", "ann");

    registry.registerPersistent(ANN, SHOP, at(1)).join();
    assertRefused(registry.remove(ANN, SHOP), Kind.CONFLICT);
    registry.deregisterPersistent(ANN, SHOP, at(1).endpoint()).join();
    Session owner = session();
    registry.register(owner, SHOP, List.of(at(1)));
    assertRefused(registry.remove(ANN, SHOP), Kind.CONFLICT);
    sessions.ended(owner);
    assertThat(registry.remove(ANN, SHOP).join()).isTrue();
    assertThat(registry.detail(SHOP)).isEmpty();
    assertRefused(registry.declare(ANN, SHOP, new Declaration(2, Map.of())), Kind.USER);
  }

  @Test
  void servicesAreFoundPageByPage() {
    for (String name : List.of("c", "a", "b")) {
      registry.register(session(), ServiceKey.of("", "G", name), List.of(at(1)));
    }
    registry.registerPersistent(ANN, ServiceKey.of("", "H", "a"), at(1)).join();

    assertThat(registry.names("", "G", 2, 2).items()).containsExactly("c");
    assertThat(registry.names("", "G", 1, 2).total()).isEqualTo(3);
    var found = registry.search("", new Wildcard("*"), new Wildcard("a*"), 1, 10);
    assertThat(found.items())
        .extracting(each -> each.key().group() + "/" + each.key().name() + each.healthy())
        .containsExactly("G/a1", "H/a1");
    assertThat(registry.search("dev", new Wildcard(""), new Wildcard(""), 1, 10).total()).isZero();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    Session session = session();
    for (Instance bad :
        List.of(
            new Instance(new Endpoint("", 1, "a"), 1, true, true, true, Map.of(), ""),
            new Instance(new Endpoint("a b", 1, "a"), 1, true, true, true, Map.of(), ""),
            new Instance(new Endpoint("a", -1, "a"), 1, true, true, true, Map.of(), ""),
            new Instance(new Endpoint("a", 65536, "a"), 1, true, true, true, Map.of(), ""),
            new Instance(new Endpoint("a", 1, "a,b"), 1, true, true, true, Map.of(), ""),
            new Instance(new Endpoint("a", 1, "a"), -1, true, true, true, Map.of(), ""),
            new Instance(new Endpoint("a", 1, "a"), Double.NaN, true, true, true, Map.of(), ""),
            new Instance(
                new Endpoint("a", 1, "a"),
                1,
                true,
                true,
                true,
                Map.of("k", "x".repeat(999)),
                ""))) {
      assertThatThrownBy(() -> registry.register(session, SHOP, List.of(at(1), bad)))
          .isInstanceOf(Failure.class);
      assertRefused(registry.registerPersistent(ANN, SHOP, bad), Kind.USER);
    }
    assertThat(ports()).isEmpty();
    assertThatThrownBy(() -> ServiceKey.of("", "", "a")).isInstanceOf(Failure.class);
    assertThatThrownBy(() -> ServiceKey.of("", "G", " ")).isInstanceOf(Failure.class);
    assertThatThrownBy(() -> ServiceKey.of("", "G", "a\n")).isInstanceOf(Failure.class);
  }

  @Test
  void whatMayBeRegisteredIsBounded() {
    Session session = session();
    assertExhausted(() -> registry.register(session, SHOP, List.of(at(1), at(2), at(3), at(4))));
    for (int i = 0; i < 3; i++) {
      registry.subscribe(session, ServiceKey.of("", "G", "s" + i), "");
    }
    assertExhausted(() -> registry.subscribe(session, SHOP, ""));

    assertExhausted(() -> {
      for (int i = 0; i < 20; i++) {
        registry.register(session(), SHOP, List.of(at(i)));
      }
    });
    assertThat(ports()).hasSizeBetween(5, 15);
  }

  @Test
  void aLeasedInstanceIsUnhealthyAndThenGoneWhenNobodySaysItIsThere() {
    var terms = new LeaseTerms(CLIENT, Duration.ofSeconds(15), Duration.ofSeconds(30));
    registry.lease("test", SHOP, at(1), terms);
    clock.advance(Duration.ofSeconds(14));
    assertThat(registry.renew(SHOP, at(1).endpoint())).isTrue();
    clock.advance(Duration.ofSeconds(15));
    assertThat(ports(registry.view(SHOP, "", true))).containsExactly(1);
    clock.advance(Duration.ofSeconds(2));
    assertThat(ports(registry.view(SHOP, "", true))).isEmpty();
    assertThat(ports()).containsExactly(1);

    assertThat(registry.renew(SHOP, at(1).endpoint())).isTrue();
    assertThat(ports(registry.view(SHOP, "", true))).containsExactly(1);
    clock.advance(Duration.ofSeconds(32));
    assertThat(ports()).isEmpty();
    assertThat(sessions.all()).isEmpty();
    assertThat(registry.renew(SHOP, at(1).endpoint())).isFalse();
  }

  @Test
  void aLeasedInstanceCanBeReleased() {
    var terms = new LeaseTerms(CLIENT, Duration.ofSeconds(15), Duration.ofSeconds(30));
    registry.lease("test", SHOP, at(1), terms);
    registry.lease("test", SHOP, at(1), terms);
    registry.lease("test", SHOP, at(2), terms);
    assertThat(registry.release(SHOP, at(1).endpoint())).isTrue();
    assertThat(registry.release(SHOP, at(1).endpoint())).isFalse();
    assertThat(ports()).containsExactly(2);
  }

  @Test
  void replayAndSnapshotGiveTheSameState() {
    registry.registerPersistent(ANN, SHOP, at(1)).join();
    var other = ServiceKey.of("dev", "H", "other");
    var full =
        new Instance(new Endpoint("h", 2, "c"), 0.5, false, false, false, Map.of("a", "b"), "id");
    registry.registerPersistent(ANN, other, full).join();
    registry.declare(ANN, SHOP, new Declaration(0.25, Map.of("x", "y"))).join();
    registry.setHealthCheck(ANN, SHOP, "DEFAULT", new HealthCheck(HealthCheck.Kind.NONE, 7)).join();
    Session session = session();
    registry.register(session, other, List.of(at(3)));
    registry.update(ANN, other, at(3).endpoint(), new InstanceOverride(2, true, Map.of())).join();
    registry.registerPersistent(ANN, ServiceKey.of("", "G", "gone"), at(1)).join();
    registry.deregisterPersistent(ANN, ServiceKey.of("", "G", "gone"), at(1).endpoint()).join();

    var replica = replicas.getFirst();
    Map<ServiceKey, LastingService> before = replica.read(RegistryMachine::all);
    assertThat(before).hasSize(2);
    long bytes = replica.read(RegistryMachine::bytes);
    for (Runnable way : List.<Runnable>of(replica::replay, replica::restart)) {
      way.run();
      assertThat(replica.read(RegistryMachine::all)).isEqualTo(before);
      assertThat(replica.read(RegistryMachine::bytes)).isEqualTo(bytes);
    }
    assertThat(registry.view(SHOP, "", false).instances())
        .containsExactly(at(1).withEphemeral(false));
  }

  private Session session() {
    return session(new ArrayList<>());
  }

  private Session session(List<Object> told) {
    return sessions.open(
        "test",
        CLIENT,
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

  private static void assertExhausted(Runnable call) {
    var refused = catchThrowableOfType(Failure.class, call::run);
    assertThat(refused.kind()).isEqualTo(Kind.EXHAUSTED);
  }

  private static void assertRefused(CompletableFuture<?> future, Kind kind) {
    var thrown = catchThrowableOfType(CompletionException.class, future::join);
    assertThat(thrown.getCause())
        .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
