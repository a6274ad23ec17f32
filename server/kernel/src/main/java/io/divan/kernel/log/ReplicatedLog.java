package io.divan.kernel.log;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.google.protobuf.ByteString;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.log.Applier.Answered;
import io.divan.kernel.log.wire.Body;
import io.divan.kernel.log.wire.Envelope;
import io.divan.kernel.machine.Command;
import io.divan.kernel.machine.EffectRunner;
import io.divan.kernel.machine.Machine;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Replica;
import io.divan.kernel.peer.ClusterSettings;
import io.divan.kernel.peer.Member;
import io.divan.kernel.peer.Peers;
import io.divan.kernel.storage.CutTail;
import io.divan.kernel.storage.DataDirectory;
import io.divan.kernel.storage.Journal;
import io.divan.kernel.telemetry.LogMeters;
import io.divan.kernel.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one group: what is submitted is durable on a majority of its members, then applied in
 * one order on all. A single node is a group of one and takes the same path.
 *
 * <p>Host every machine first, then {@link #start}.
 */
public final class ReplicatedLog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReplicatedLog.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration REMINDER = Duration.ofSeconds(10);
  private static final String OWNER = "member";
  private static final String SINGLE = "a single server";
  private static final Member ALONE = new Member("127.0.0.1", Member.DEFAULT_PORT);
  private static final int FRAME_OVERHEAD = 1024 * 1024;

  private final LogSettings settings;
  private final DataDirectory data;
  private final Clock clock;
  private final LogMeters meters;
  private final Consumer<Failure> onHalt;
  private final Applier applier = new Applier();
  private final FeatureLevel featureLevel = new FeatureLevel();
  private final Replica<FeatureLevel> levelReplica;
  private final ExecutorService snapshots;
  private final GroupStateMachine stateMachine;
  private final long incarnation;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong bytesSinceSnapshot = new AtomicLong();
  private final JournalStorage storage;
  private final CompletableFuture<Void> leaderKnown = new CompletableFuture<>();
  private @Nullable GroupMember group;
  private @Nullable Peers peers;
  private volatile @Nullable Cluster cluster;
  private volatile long term;
  private volatile @Nullable Failure halted;

  /**
   * @param entropy random bits, to tell processes apart that start in the same second
   * @param onHalt told when the log cannot go on; the process should end
   */
  public ReplicatedLog(
      LogSettings settings,
      DataDirectory data,
      Clock clock,
      int entropy,
      LogMeters meters,
      Consumer<Failure> onHalt) {
    this.settings = settings;
    this.data = data;
    this.clock = clock;
    this.meters = meters;
    this.onHalt = onHalt;
    this.incarnation = (clock.now().getEpochSecond() << 32) | Integer.toUnsignedLong(entropy);
    this.snapshots =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("divan-snapshot").daemon(true).factory());
    this.stateMachine = new GroupStateMachine(applier, snapshots, new NodeListener());
    this.storage = new JournalStorage(settings.segmentSize().toInt(), this::appended);
    this.levelReplica = host(featureLevel);
  }

  /** Puts a machine on the log. */
  public <C extends Command<?>, M extends Machine<C>> Replica<M> host(M machine) {
    var quota =
        new Quota(machine.name(), settings.maxPending(), settings.maxPendingBytes().bytes());
    var hosted = new Hosted<C, M>(machine, quota);
    applier.host(hosted);
    meters.pending(machine.name(), quota::pending);
    return new HostedReplica<>(hosted);
  }

  /**
   * Opens the log as a group of one, applies what was committed before, and leads.
   *
   * @throws Failure if the log cannot be opened; the message says why
   */
  public void start() {
    refuseDataOf(Optional.empty());
    group = new GroupMember(groupId(), ALONE, List.of(ALONE));
    group.open(options(Optional.empty()));
    await(leaderKnown);
    if (featureLevel.level() < FeatureLevel.SUPPORTED) {
      await(levelReplica.submit(Origin.server(), new FeatureLevel.Raise(FeatureLevel.SUPPORTED)));
    }
  }

  /**
   * Opens the log as a member of a cluster and returns once this node leads or follows and has
   * applied what was committed before. Waits as long as that takes, and says for what.
   *
   * @throws Failure if the log cannot be opened, or the data directory does not fit the cluster
   */
  public void start(ClusterSettings members) {
    refuseDataOf(Optional.of(members.self()));
    var founding = new Founding(data, members, incarnation);
    int largest = settings.maxEntry().toInt() + FRAME_OVERHEAD;
    Peers links = Peers.open(members, largest, founding::introduction);
    peers = links;
    links.keepLinksTo(members.all());
    var opened = new GroupMember(groupId(), members.self(), founding.await(links));
    group = opened;
    cluster =
        new Cluster(
            opened,
            links,
            founding,
            clock,
            settings.proposalLimit(),
            featureLevel::level,
            level -> levelReplica.submit(Origin.server(), new FeatureLevel.Raise(level)));
    opened.open(options(Optional.of(links)));
    insist("to be up to date", this::caughtUp);
    if (featureLevel.level() < FeatureLevel.FIRST) {
      var first = new FeatureLevel.Raise(FeatureLevel.FIRST);
      insist("for the first entry", () -> levelReplica.submit(Origin.server(), first));
    }
  }

  /** A data directory stays with the member, or the single server, that it was made by. */
  private void refuseDataOf(Optional<Member> self) {
    String owner = data.note(OWNER).getOrDefault("member", data.has("log") ? SINGLE : "");
    String here = self.map(Member::toString).orElse(SINGLE);
    if (owner.isEmpty()) {
      if (self.isPresent()) {
        data.note(OWNER, Map.of("member", here));
      }
    } else if (!owner.equals(here)) {
      throw Failure.of(
          Kind.USER,
          "cluster.data-of-another",
          "The data directory is that of "
              + owner
              + ", and this is "
              + here
              + ". Start it as that, or give an empty directory with --data.");
    }
  }

  /** Asks again until it is done: a member that starts has time, and nobody else to turn to. */
  private void insist(String what, Supplier<CompletableFuture<?>> question) {
    while (true) {
      Failure dead = halted;
      if (dead != null) {
        throw dead;
      }
      try {
        leaderKnown.get(REMINDER.toSeconds(), TimeUnit.SECONDS);
        question.get().get(REMINDER.toSeconds(), TimeUnit.SECONDS);
        return;
      } catch (TimeoutException e) {
        log.info("Waits {}: more than half of the members are needed", what);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Failure.of(Kind.UNAVAILABLE, "log.interrupted", "Interrupted while starting.");
      } catch (ExecutionException e) {
        log.info("Waits {}: {}", what, String.valueOf(e.getCause()));
      }
    }
  }

  private String groupId() {
    return "control-" + data.clusterId();
  }

  private static void await(CompletableFuture<?> future) {
    try {
      future.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of(Kind.UNAVAILABLE, "log.interrupted", "Interrupted while starting.");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Failure failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw Failure.of(
          Kind.UNAVAILABLE,
          "log.no-leader",
          "No leader was found within " + START_LIMIT.toSeconds() + " s.");
    }
  }

  private GroupOptions options(Optional<Peers> peers) {
    var options = new GroupOptions(peers);
    options.setServiceFactory(storage);
    options.setLogUri(data.folder("log").toString());
    options.setRaftMetaUri(data.folder("vote").toString());
    options.setSnapshotUri(data.folder("snapshot").toString());
    options.setSnapshotIntervalSecs(0); // taken by the size of the log, see snapshotIfDue
    options.setElectionTimeoutMs(Math.toIntExact(settings.electionTimeout().toMillis()));
    options.setFsm(stateMachine);
    options.setSharedElectionTimer(true);
    options.setSharedVoteTimer(true);
    options.setSharedStepDownTimer(true);
    options.setSharedSnapshotTimer(true);
    options.setTimerPoolSize(1);
    RaftOptions raft = options.getRaftOptions();
    raft.setSync(true);
    raft.setEnableLogEntryChecksum(true);
    raft.setDisruptorBufferSize(4096);
    return options;
  }

  /**
   * Proposes several commands as one entry: all are applied, or none.
   *
   * @return their results, in the same order
   */
  public CompletableFuture<List<Object>> submitAll(Origin origin, List<Command<?>> commands) {
    List<Hosted<?, ?>> machines = new ArrayList<>(commands.size());
    for (Command<?> command : commands) {
      machines.add(machineOf(command));
    }
    try {
      return propose(origin, machines, commands);
    } catch (Failure e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Hosted<?, ?> machineOf(Command<?> command) {
    for (Hosted<?, ?> machine : applier.machines()) {
      if (machine.takes(command)) {
        return machine;
      }
    }
    throw new IllegalArgumentException("no machine takes " + command.getClass());
  }

  private CompletableFuture<List<Object>> propose(
      Origin origin, List<Hosted<?, ?>> machines, List<Command<?>> commands) {
    Failure dead = halted;
    if (dead != null) {
      throw dead;
    }
    long number = requests.incrementAndGet();
    byte[] bytes = encode(number, origin, machines, commands);
    if (bytes.length > settings.maxEntry().bytes()) {
      throw Failure.of(
          Kind.USER,
          "log.entry-too-large",
          "A change of "
              + bytes.length
              + " bytes exceeds log.max-entry ("
              + settings.maxEntry()
              + ").");
    }
    List<Quota> quotas = new ArrayList<>(machines.size());
    for (Hosted<?, ?> machine : machines) {
      take(machine.quota(), quotas, bytes.length);
    }
    var proposal = new Proposal(number, bytes, quotas, this::notApplied);
    Cluster others = cluster;
    if (others == null) {
      running().write(bytes, proposal);
    } else {
      others.propose(proposal);
    }
    return proposal.future();
  }

  private static void take(Quota quota, List<Quota> taken, int size) {
    try {
      quota.take(size);
      taken.add(quota);
    } catch (Failure e) {
      taken.forEach(each -> each.release(size));
      throw e;
    }
  }

  private byte[] encode(
      long number, Origin origin, List<Hosted<?, ?>> machines, List<Command<?>> commands) {
    var envelope =
        Envelope.newBuilder()
            .setFormat(Applier.FORMAT)
            .setIncarnation(incarnation)
            .setRequest(number)
            .setPrincipal(origin.principal())
            .setNamespace(origin.namespace())
            .setTrace(origin.trace())
            .setTimeMicros(Proposer.micros(clock.now()));
    for (int i = 0; i < commands.size(); i++) {
      Hosted<?, ?> machine = machines.get(i);
      int level = machine.level(commands.get(i));
      if (level > featureLevel.level()) {
        throw Failure.of(
            Kind.UNAVAILABLE,
            "log.feature-level",
            "Not every member of the cluster understands this yet. Finish the upgrade first.");
      }
      envelope.addBodies(
          Body.newBuilder()
              .setMachine(machine.name())
              .setLevel(level)
              .setCommand(ByteString.copyFrom(machine.encode(commands.get(i)))));
    }
    return envelope.build().toByteArray();
  }

  /** JRaft gave an entry back: final for a single server, tried again in a cluster. */
  private void notApplied(Proposal proposal) {
    Cluster others = cluster;
    if (others == null || halted != null) {
      proposal.giveUp();
    } else {
      others.again(proposal);
    }
  }

  private GroupMember running() {
    return Objects.requireNonNull(group, "not started");
  }

  private CompletableFuture<Void> caughtUp() {
    Cluster others = cluster;
    return others == null ? running().caughtUp() : others.caughtUp();
  }

  private void snapshotIfDue(long appendedBytes) {
    long limit = settings.snapshotEvery().bytes();
    if (bytesSinceSnapshot.addAndGet(appendedBytes) >= limit) {
      bytesSinceSnapshot.set(0);
      running().snapshot(new SnapshotDone());
    }
  }

  /** The log as an operator sees it. */
  public LogStatus status() {
    Journal opened = storage.journal();
    return new LogStatus(
        incarnation,
        term,
        stateMachine.appliedIndex(),
        opened == null ? 0 : opened.firstIndex(),
        opened == null ? 0 : opened.lastIndex(),
        opened == null ? 0 : opened.forces(),
        featureLevel.level(),
        Optional.ofNullable(halted));
  }

  /** What a crash had left half written and was cut off when the log was opened. */
  public Optional<CutTail> cutTail() {
    Journal opened = storage.journal();
    return opened == null ? Optional.empty() : opened.cutTail();
  }

  /** The members of the cluster; nothing for a single server. */
  public Optional<Membership> membership() {
    return Optional.ofNullable(cluster).map(Cluster::membership);
  }

  /** The link to the other members; nothing for a single server. */
  public Optional<Peers> peers() {
    return Optional.ofNullable(peers);
  }

  /** Whether some node is known to lead, so that changes can be made. */
  public boolean hasLeader() {
    GroupMember opened = group;
    return opened != null && opened.leader().isPresent();
  }

  @Override
  public void close() {
    Cluster others = cluster;
    if (others != null) {
      others.close();
    }
    if (group != null) {
      group.close();
    }
    if (peers != null) {
      peers.close();
    }
    snapshots.shutdownNow();
  }

  private void appended(int entries, long bytes, long nanos) {
    meters.appended(entries, bytes, nanos);
    snapshotIfDue(bytes);
  }

  private static final class SnapshotDone implements Closure {
    @Override
    public void run(Status status) {
      if (!status.isOk()) {
        log.warn("No snapshot was taken: {}", status.getErrorMsg());
      }
    }
  }

  private final class NodeListener implements GroupStateMachine.Listener {
    @Override
    public void led(long newTerm) {
      term = newTerm;
      log.info("Leads the group {} in term {}", groupId(), newTerm);
      Cluster others = cluster;
      if (others != null) {
        others.led();
      }
      leaderKnown.complete(null);
    }

    @Override
    public void followed() {
      log.info("No longer leads the group {}", groupId());
    }

    @Override
    public void follows(Member leader, long newTerm) {
      term = newTerm;
      log.info("Follows {} in term {}", leader, newTerm);
      Cluster others = cluster;
      if (others != null) {
        others.follows(leader, newTerm);
      }
      leaderKnown.complete(null);
    }

    @Override
    public void members(List<Member> members) {
      Cluster others = cluster;
      if (others != null) {
        others.members(members);
      }
    }

    @Override
    public void leaderless() {}

    @Override
    public void answered(Answered answered) {
      Cluster others = cluster;
      if (others != null && answered.id().incarnation() == incarnation) {
        others.answered(answered);
      }
    }

    @Override
    public void restored() {
      Cluster others = cluster;
      if (others != null) {
        others.restored(incarnation, applier.answered());
      }
    }

    @Override
    public void applied(int entries, long nanos) {
      meters.applied(entries, nanos);
    }

    @Override
    public void failed(Failure why) {
      halted = why;
      leaderKnown.completeExceptionally(why);
      onHalt.accept(why);
    }
  }

  private final class HostedReplica<C extends Command<?>, M extends Machine<C>>
      implements Replica<M> {
    private final Hosted<C, M> hosted;

    HostedReplica(Hosted<C, M> hosted) {
      this.hosted = hosted;
    }

    @Override
    @SuppressWarnings("unchecked") // a command's type argument is what its machine returns for it
    public <R> CompletableFuture<R> submit(Origin origin, Command<R> command) {
      try {
        return propose(origin, List.of(hosted), List.of(command))
            .thenApply(results -> (R) results.getFirst());
      } catch (Failure e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    @Override
    public <T> T read(Function<? super M, T> question) {
      return hosted.read(question);
    }

    @Override
    public void effects(EffectRunner runner) {
      hosted.effects(runner);
    }

    @Override
    public CompletableFuture<Void> caughtUp() {
      return ReplicatedLog.this.caughtUp();
    }
  }
}
