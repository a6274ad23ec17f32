package io.divan.domain.registry;

import io.divan.domain.registry.Presence.Registration;
import io.divan.domain.registry.RegistryCommand.Declare;
import io.divan.domain.registry.RegistryCommand.Deregister;
import io.divan.domain.registry.RegistryCommand.Overrule;
import io.divan.domain.registry.RegistryCommand.Register;
import io.divan.domain.registry.RegistryCommand.Remove;
import io.divan.domain.registry.RegistryCommand.SetHealthCheck;
import io.divan.domain.registry.Subscribers.Subscriber;
import io.divan.domain.search.Page;
import io.divan.domain.search.Wildcard;
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
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The registry as the rest of the server sees it: what connected clients have registered and what
 * is on the log, as one. Looking and registering ephemeral instances work without a quorum;
 * persistent ones need one.
 */
public final class Registry {
  private static final Duration SECOND_LOOK = Duration.ofMillis(200);
  private static final int MAX_CLUSTERS = 4096;

  private final RegistrySettings settings;
  private final Sessions sessions;
  private final Clock clock;
  private final Executor executor;
  private final Notices<Subscription> notices;
  private final ConnectedClients clients;
  private final Replica<RegistryMachine> replica;
  private final ServiceStates states;
  private final Leases leases;

  /**
   * @param hosting puts the machine on a log
   * @param executor where subscribers are told
   */
  Registry(
      Function<RegistryMachine, Replica<RegistryMachine>> hosting,
      RegistrySettings settings,
      Sessions sessions,
      Clock clock,
      Executor executor) {
    this.settings = settings;
    this.sessions = sessions;
    this.clock = clock;
    this.executor = executor;
    this.notices = new Notices<>(sessions, clock, executor, this::notice);
    this.clients = new ConnectedClients(settings, sessions, this::announce);
    this.replica = hosting.apply(new RegistryMachine(this::announce));
    this.states = new ServiceStates(this::lasting, clients::registrations, clock);
    this.leases = new Leases(this, sessions, clock);
  }

  /**
   * Puts the registry on the log.
   *
   * @param probe for the health of persistent instances, used while this node leads
   */
  public static Registry on(
      ReplicatedLog log,
      RegistrySettings settings,
      Sessions sessions,
      Clock clock,
      Executor executor,
      Probe probe) {
    var registry = new Registry(machine -> log.host(machine), settings, sessions, clock, executor);
    registry.replica.effects(new Prober(registry.replica, settings, probe, clock, executor));
    return registry;
  }

  private LastingService lasting(ServiceKey key) {
    return replica.read(machine -> machine.find(key));
  }

  /** Called on the thread that applies entries as well: hands over. */
  private void announce(ServiceKey service) {
    executor.execute(() -> {
      for (Subscriber each : clients.subscribers(service)) {
        notices.changed(each.session(), each.subscription());
      }
    });
  }

  private Optional<Object> notice(SessionId session, Subscription subscription) {
    return clients.isSubscribed(session, subscription)
        ? Optional.of(view(subscription.service(), subscription.clusters(), false))
        : Optional.empty();
  }

  // Looking.

  /**
   * What a caller is to see of a service; nothing of an unknown one.
   *
   * @param clusters names separated by commas; empty for all
   */
  public ServiceView view(ServiceKey service, String clusters, boolean healthyOnly) {
    return ServiceView.of(states.of(service), clusters, healthyOnly);
  }

  /** The names of a group's services, in their order. */
  public Page<String> names(String namespace, String group, int page, int size) {
    List<String> all =
        keys(namespace).stream()
            .filter(key -> key.group().equals(group))
            .map(ServiceKey::name)
            .toList();
    return Page.of(all, page, size);
  }

  /** The services of a namespace that are found, in the order of their keys. */
  public Page<ServiceSummary> search(
      String namespace, Wildcard group, Wildcard name, int page, int size) {
    List<ServiceKey> found =
        keys(namespace).stream()
            .filter(key -> group.matches(key.group()) && name.matches(key.name()))
            .toList();
    return Page.of(found, page, size).map(this::summary);
  }

  /** The namespaces that have services, in alphabetical order. */
  public Set<String> namespaces() {
    Set<String> names = new TreeSet<>();
    clients.services().forEach(each -> names.add(each.namespace()));
    replica
        .read(RegistryMachine::all)
        .forEach((key, service) -> {
          if (service.exists()) {
            names.add(key.namespace());
          }
        });
    return names;
  }

  private Collection<ServiceKey> keys(String namespace) {
    Set<ServiceKey> keys = new TreeSet<>();
    for (ServiceKey each : clients.services()) {
      if (each.namespace().equals(namespace)) {
        keys.add(each);
      }
    }
    replica
        .read(RegistryMachine::all)
        .forEach((key, service) -> {
          if (key.namespace().equals(namespace) && service.exists()) {
            keys.add(key);
          }
        });
    return keys;
  }

  private ServiceSummary summary(ServiceKey key) {
    ServiceState state = states.of(key);
    Set<String> clusters = new TreeSet<>();
    int healthy = 0;
    for (Instance each : state.instances()) {
      clusters.add(each.endpoint().cluster());
      healthy += each.healthy() ? 1 : 0;
    }
    return new ServiceSummary(
        key,
        List.copyOf(clusters),
        state.instances().size(),
        healthy,
        subscribers(key).size(),
        state.declaration());
  }

  /** Every instance of a service, also what callers are not shown, and who has registered it. */
  public List<RegisteredInstance> instances(ServiceKey service) {
    ServiceState state = states.of(service);
    Map<Endpoint, SessionId> owners = new LinkedHashMap<>();
    for (Registration registration : state.registrations()) {
      registration.instances().forEach(each -> owners.put(each.endpoint(), registration.owner()));
    }
    return state.instances().stream()
        .map(each ->
            new RegisteredInstance(
                each,
                Optional.ofNullable(owners.get(each.endpoint())),
                state.lasting().overrides().containsKey(each.endpoint())))
        .toList();
  }

  /** The sessions that are told of a service's changes on this node. */
  public List<Session> subscribers(ServiceKey service) {
    return clients.subscribers(service).stream()
        .map(Subscriber::session)
        .distinct()
        .flatMap(id -> sessions.find(id).stream())
        .toList();
  }

  /** What is declared of a service, and how its clusters are checked; nothing if there is none. */
  public Optional<ServiceDetail> detail(ServiceKey service) {
    ServiceState state = states.of(service);
    return state.registrations().isEmpty() && !state.lasting().exists()
        ? Optional.empty()
        : Optional.of(new ServiceDetail(service, state.declaration(), state.lasting().checks()));
  }

  /** Completes when what was committed anywhere before the call can be seen here. */
  public CompletableFuture<Void> caughtUp() {
    return replica.caughtUp();
  }

  // Connected clients.

  /**
   * Registers what a session has of a service, in place of what it had registered of it before. It
   * stays until the session ends.
   *
   * @throws Failure USER for an instance that makes no sense, EXHAUSTED beyond what may be
   *     registered
   */
  public void register(Session session, ServiceKey service, List<Instance> instances) {
    List<Instance> ephemeral =
        instances.stream().map(each -> legal(each).withEphemeral(true)).toList();
    clients.replace(session, service, ephemeral);
  }

  /**
   * Takes away what a session has registered of a service.
   *
   * @return whether there was anything
   */
  public boolean deregister(Session session, ServiceKey service) {
    return clients.replace(session, service, List.of());
  }

  /**
   * Tells a session of every change of a service, by {@link ServiceView}, until it ends; and once
   * in any case.
   *
   * @return what it is to see now
   * @throws Failure EXHAUSTED if the session has as many subscriptions as it may
   */
  public ServiceView subscribe(Session session, ServiceKey service, String clusters) {
    if (clusters.length() > MAX_CLUSTERS) {
      throw Failure.of(Kind.USER, "registry.clusters", "The list of clusters is too long.");
    }
    var subscription = new Subscription(service, clusters);
    clients.subscribe(session, subscription);
    ServiceView answer = view(service, clusters, false);
    // A notice of a change may overtake the answer, and the client then keeps the older of the two;
    // and Nacos's clients do not look at the answer when they subscribe again after a reconnect.
    clock.after(SECOND_LOOK, () -> notices.changed(session.id(), subscription));
    return answer;
  }

  /**
   * @return whether there was such a subscription
   */
  public boolean unsubscribe(Session session, ServiceKey service, String clusters) {
    return clients.unsubscribe(session, new Subscription(service, clusters));
  }

  // Clients that do not stay connected.

  /**
   * Registers an instance that stays for as long as somebody says now and then that it is there.
   *
   * @param door for people
   */
  public void lease(String door, ServiceKey service, Instance instance, LeaseTerms terms) {
    leases.grant(door, service, legal(instance), terms);
  }

  /**
   * Says that a leased instance is there.
   *
   * @return whether it is known; if not, it has to be registered anew
   */
  public boolean renew(ServiceKey service, Endpoint endpoint) {
    return leases.renew(service, endpoint);
  }

  /**
   * @return whether there was such a leased instance
   */
  public boolean release(ServiceKey service, Endpoint endpoint) {
    return leases.release(service, endpoint);
  }

  // What is on the log.

  /** Registers an instance that stays until it is deregistered. */
  public CompletableFuture<Boolean> registerPersistent(
      Origin by, ServiceKey service, Instance instance) {
    try {
      Instance lasting = legal(instance).withEphemeral(false);
      if (replica.read(RegistryMachine::bytes) + lasting.bytes() > settings.maxTotal().bytes()) {
        throw Failure.of(
            Kind.EXHAUSTED,
            "registry.full",
            "All instances take more than registry.max-total (" + settings.maxTotal() + ").");
      }
      return replica.submit(by, new Register(service, lasting));
    } catch (Failure e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Instance legal(Instance instance) {
    instance.legal();
    if (instance.bytes() > settings.maxInstance().bytes()) {
      throw Failure.of(
          Kind.USER,
          "registry.instance-too-large",
          "An instance of "
              + instance.bytes()
              + " bytes, metadata included, exceeds registry.max-instance ("
              + settings.maxInstance()
              + ").");
    }
    return instance;
  }

  /** The result says whether it was there. */
  public CompletableFuture<Boolean> deregisterPersistent(
      Origin by, ServiceKey service, Endpoint endpoint) {
    return replica.submit(by, new Deregister(service, endpoint));
  }

  /** Says something of a service, which then exists also without instances. */
  public CompletableFuture<Boolean> declare(
      Origin by, ServiceKey service, Declaration declaration) {
    if (!(declaration.protectThreshold() >= 0 && declaration.protectThreshold() <= 1)) {
      return CompletableFuture.failedFuture(
          Failure.of(Kind.USER, "registry.threshold", "A protect threshold is between 0 and 1."));
    }
    return replica.submit(by, new Declare(service, declaration));
  }

  /** Removes what is said of a service; fails with CONFLICT while it has instances. */
  public CompletableFuture<Boolean> remove(Origin by, ServiceKey service) {
    if (!clients.registrations(service).isEmpty()) {
      return CompletableFuture.failedFuture(RegistryMachine.inUse(service));
    }
    return replica.submit(by, new Remove(service));
  }

  /** Decides how the persistent instances of a cluster are checked. */
  public CompletableFuture<Boolean> setHealthCheck(
      Origin by, ServiceKey service, String cluster, HealthCheck check) {
    return replica.submit(by, new SetHealthCheck(service, cluster, check));
  }

  /**
   * Changes how an instance is seen: a persistent one itself, an ephemeral one by overruling what
   * its client says.
   *
   * @return fails with NOT_FOUND if there is no such instance
   */
  public CompletableFuture<Boolean> update(
      Origin by, ServiceKey service, Endpoint endpoint, InstanceOverride as) {
    Instance persistent = lasting(service).instances().get(endpoint);
    if (persistent != null) {
      return registerPersistent(by, service, persistent.with(as));
    }
    boolean known =
        states.of(service).instances().stream().anyMatch(each -> each.endpoint().equals(endpoint));
    if (!known) {
      return CompletableFuture.failedFuture(
          Failure.of(
              Kind.NOT_FOUND,
              "registry.instance-unknown",
              service + " has no instance at " + endpoint.ip() + ":" + endpoint.port() + "."));
    }
    return replica.submit(by, new Overrule(service, endpoint, Optional.of(as)));
  }

  /** Lets an ephemeral instance be seen as its client says again. */
  public CompletableFuture<Boolean> restore(Origin by, ServiceKey service, Endpoint endpoint) {
    return replica.submit(by, new Overrule(service, endpoint, Optional.empty()));
  }
}
