package io.divan.kernel.log;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.RaftServiceFactory;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.google.protobuf.ByteString;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.log.wire.Body;
import io.divan.kernel.log.wire.Envelope;
import io.divan.kernel.machine.Command;
import io.divan.kernel.machine.EffectRunner;
import io.divan.kernel.machine.Machine;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Replica;
import io.divan.kernel.storage.CutTail;
import io.divan.kernel.storage.DataDirectory;
import io.divan.kernel.storage.Journal;
import io.divan.kernel.storage.LocalDisk;
import io.divan.kernel.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
  private static final int PEER_PORT = 7850;

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
  private final CompletableFuture<Void> led = new CompletableFuture<>();
  private final PeerId self;
  private @Nullable Node node;
  private @Nullable Journal journal;
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
    this.self = new PeerId("127.0.0.1", PEER_PORT);
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
   * Opens the log, applies what was committed before, and returns once this node leads or follows.
   *
   * @throws Failure if the log cannot be opened; the message says why
   */
  public void start() {
    NodeManager.getInstance().addAddress(self.getEndpoint());
    node = RaftServiceFactory.createRaftNode(groupId(), self);
    if (!node.init(nodeOptions())) {
      throw Failure.of(
          Kind.INTERNAL,
          "log.not-opened",
          "The replicated log cannot be opened; the lines above this one say why.");
    }
    await(led);
    if (featureLevel.level() < FeatureLevel.SUPPORTED) {
      await(levelReplica.submit(Origin.server(), new FeatureLevel.Raise(FeatureLevel.SUPPORTED)));
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

  private NodeOptions nodeOptions() {
    var options = new NodeOptions();
    options.setInitialConf(new Configuration(List.of(self)));
    options.setServiceFactory(new JournalStorage());
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
    byte[] bytes = encode(origin, machines, commands);
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
    var proposal = new Proposal(quotas, bytes.length);
    running().apply(new Task(ByteBuffer.wrap(bytes), proposal));
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

  private byte[] encode(Origin origin, List<Hosted<?, ?>> machines, List<Command<?>> commands) {
    Instant now = clock.now();
    var envelope =
        Envelope.newBuilder()
            .setFormat(Applier.FORMAT)
            .setIncarnation(incarnation)
            .setRequest(requests.incrementAndGet())
            .setPrincipal(origin.principal())
            .setNamespace(origin.namespace())
            .setTrace(origin.trace())
            .setTimeMicros(now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000);
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

  private Node running() {
    return Objects.requireNonNull(node, "not started");
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
    Journal opened = journal;
    return new LogStatus(
        incarnation,
        stateMachine.appliedIndex(),
        opened == null ? 0 : opened.firstIndex(),
        opened == null ? 0 : opened.lastIndex(),
        opened == null ? 0 : opened.forces(),
        featureLevel.level(),
        Optional.ofNullable(halted));
  }

  /** What a crash had left half written and was cut off when the log was opened. */
  public Optional<CutTail> cutTail() {
    return journal == null ? Optional.empty() : journal.cutTail();
  }

  @Override
  public void close() {
    if (node != null) {
      node.shutdown();
      try {
        node.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    snapshots.shutdownNow();
  }

  /** JRaft's storage, with our journal in place of RocksDB. */
  private final class JournalStorage extends DefaultJRaftServiceFactory {
    @Override
    public LogStorage createLogStorage(String uri, RaftOptions options) {
      try {
        return new JournalLogStorage(
            new LocalDisk(Path.of(uri)),
            settings.segmentSize().toInt(),
            ReplicatedLog.this::appended,
            opened -> {
              journal = opened;
              opened.cutTail().ifPresent(ReplicatedLog::reportCut);
            });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void appended(int entries, long bytes, long nanos) {
    meters.appended(entries, bytes, nanos);
    snapshotIfDue(bytes);
  }

  private static void reportCut(CutTail cut) {
    log.warn(
        "Cut a torn tail off the log: file={} offset={} bytes={} reason=\"{}\". Nothing in it had"
            + " been acknowledged.",
        cut.file(),
        cut.offset(),
        cut.bytes(),
        cut.reason());
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
    public void led(long term) {
      log.info("Leads the group {} in term {}", groupId(), term);
      led.complete(null);
    }

    @Override
    public void followed() {
      log.info("No longer leads the group {}", groupId());
    }

    @Override
    public void applied(int entries, long nanos) {
      meters.applied(entries, nanos);
    }

    @Override
    public void failed(Failure why) {
      halted = why;
      led.completeExceptionally(why);
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
      var future = new CompletableFuture<Void>();
      running()
          .readIndex(
              new byte[0],
              new ReadIndexClosure() {
                @Override
                public void run(Status status, long index, byte[] context) {
                  if (status.isOk()) {
                    future.complete(null);
                  } else {
                    future.completeExceptionally(
                        Failure.of(
                            Kind.UNAVAILABLE,
                            "log.read-index",
                            "This node cannot tell whether it is up to date: "
                                + status.getErrorMsg()));
                  }
                }
              });
      return future;
    }
  }
}
