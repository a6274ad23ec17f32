package io.divan.kernel.log;

import io.divan.kernel.machine.EffectRunner;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Owed;
import io.divan.kernel.machine.Replica;
import io.divan.kernel.peer.ClusterSettings;
import io.divan.kernel.peer.Member;
import io.divan.kernel.peer.Peers;
import io.divan.kernel.settings.Settings;
import io.divan.kernel.settings.Source;
import io.divan.kernel.storage.DataDirectory;
import io.divan.kernel.time.SystemClock;
import io.divan.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Members of a cluster within the test's process, on real sockets and disks. */
final class Logs implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String SECRET = "a secret of the test, long enough";

  private final Path folder;
  private final List<Member> members = new ArrayList<>();
  private final Map<Member, Node> nodes = new TreeMap<>();
  private final SystemClock clock = new SystemClock();
  private Map<String, String> settings = Map.of();
  private int starts;

  Logs(Path folder, int count) throws IOException {
    this.folder = folder;
    for (int i = 0; i < count; i++) {
      members.add(free());
    }
  }

  static Member free() {
    return new Member("127.0.0.1", Ports.free());
  }

  /** One member while its process lasts. */
  record Node(
      Member member,
      DataDirectory data,
      ReplicatedLog log,
      Replica<Counting> counting,
      ConcurrentLinkedQueue<String> heard) {
    CompletableFuture<Long> add(long amount) {
      return counting.submit(Origin.server(), new Counting.Add(amount));
    }

    long sum() {
      return counting.read(Counting::sum);
    }

    boolean leads() {
      return log.membership().flatMap(Membership::leader).equals(Optional.of(member));
    }
  }

  List<Member> members() {
    return members;
  }

  Map<Member, Node> nodes() {
    return nodes;
  }

  /** Starts all members side by side, as they wait for each other. */
  void startAll(Map<String, String> all) {
    settings = all;
    List<CompletableFuture<Node>> starting =
        members.stream().map(member -> starting(member, members, false)).toList();
    starting.forEach(each -> started(each));
  }

  Node start(Member member) {
    return started(starting(member, members, false));
  }

  Node started(CompletableFuture<Node> starting) {
    Node node = starting.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    nodes.put(node.member(), node);
    return node;
  }

  CompletableFuture<Node> starting(Member member, List<Member> all, boolean join) {
    int start = starts++;
    var future = new CompletableFuture<Node>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            future.complete(open(member, all, join, start));
          } catch (RuntimeException e) {
            future.completeExceptionally(e);
          }
        });
    return future;
  }

  private Node open(Member member, List<Member> all, boolean join, int start) {
    var cluster =
        new ClusterSettings(
            all.stream().map(Member::toString).toList(),
            Optional.of(member.toString()),
            Optional.of(SECRET),
            folder.getFileName().toString(),
            join);
    DataDirectory data =
        DataDirectory.open(folder.resolve("node-" + member.port()), Peers.clusterId(cluster));
    var values =
        Settings.read(LogSettings.class, List.of(new Source.Given("test", settings))).values();
    var log = new ReplicatedLog(values, data, clock, start, new Unmeasured(), halted -> {});
    Replica<Counting> counting = log.host(new Counting("counting"));
    var heard = new ConcurrentLinkedQueue<String>();
    counting.effects(new Noting(heard));
    try {
      log.start(cluster);
    } catch (RuntimeException e) {
      log.close();
      data.close();
      throw e;
    }
    return new Node(member, data, log, counting, heard);
  }

  /** Ends a member: its sockets close at once, as a killed process's do. */
  void stop(Node node) {
    nodes.remove(node.member());
    node.log().close();
    node.data().close();
  }

  Node leader() {
    await("somebody leads", () -> nodes.values().stream().anyMatch(Node::leads));
    return nodes.values().stream().filter(Node::leads).findFirst().orElseThrow();
  }

  Node follower() {
    Node leader = leader();
    return nodes.values().stream().filter(node -> !node.equals(leader)).findFirst().orElseThrow();
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void close() {
    List.copyOf(nodes.values()).forEach(this::stop);
    clock.close();
  }

  private record Noting(ConcurrentLinkedQueue<String> heard) implements EffectRunner {
    @Override
    public void lead(long term, List<Owed> owed) {
      heard.add("leads");
    }

    @Override
    public void run(Owed owed) {
      heard.add("owes " + owed.effect());
    }

    @Override
    public void follow() {
      heard.add("follows");
    }
  }
}
