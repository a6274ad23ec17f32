package io.divan.domain.registry;

import io.divan.domain.registry.RegistryCommand.Report;
import io.divan.domain.registry.RegistryCommand.ReportHealth;
import io.divan.kernel.machine.EffectRunner;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Owed;
import io.divan.kernel.machine.Replica;
import io.divan.kernel.time.Clock;
import io.divan.kernel.time.Clock.Wakeup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * While this node leads, tries again and again whether persistent instances accept connections, and
 * puts on the log what has changed. {@value #TURNS} answers in a row that differ from what is known
 * make the difference.
 */
final class Prober implements EffectRunner {
  static final int TURNS = 3;
  private static final int AT_ONE_TIME = 64;

  private final Replica<RegistryMachine> replica;
  private final RegistrySettings settings;
  private final Probe probe;
  private final Clock clock;
  private final Executor executor;
  private final Semaphore slots = new Semaphore(AT_ONE_TIME);
  private final AtomicBoolean busy = new AtomicBoolean(); // guards inARow
  private final Map<Target, Integer> inARow = new HashMap<>();
  private volatile @Nullable Wakeup rounds;

  private record Target(ServiceKey service, Endpoint endpoint) {}

  private record Tried(Target target, boolean healthy, boolean accepted) {}

  /**
   * @param executor where probes block
   */
  Prober(
      Replica<RegistryMachine> replica,
      RegistrySettings settings,
      Probe probe,
      Clock clock,
      Executor executor) {
    this.replica = replica;
    this.settings = settings;
    this.probe = probe;
    this.clock = clock;
    this.executor = executor;
  }

  @Override
  public void lead(long term, List<Owed> owed) {
    Duration interval = settings.probeInterval();
    if (!interval.isZero()) {
      rounds = clock.every(interval, () -> executor.execute(this::round));
    }
  }

  @Override
  public void run(Owed owed) {
    throw new IllegalStateException("the registry owes nothing");
  }

  @Override
  public void follow() {
    Wakeup before = rounds;
    if (before != null) {
      before.cancel();
    }
  }

  /** Probes every instance once; a round that is not over yet is not begun again. */
  private void round() {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    List<CompletableFuture<Tried>> tries = new ArrayList<>();
    replica.read(RegistryMachine::all).forEach((key, service) -> tryAll(key, service, tries));
    CompletableFuture.allOf(tries.toArray(CompletableFuture[]::new))
        .whenComplete((done, error) -> {
          List<Report> news = error == null ? weigh(tries) : List.of();
          busy.set(false);
          if (!news.isEmpty()) {
            replica.submit(Origin.server(), new ReportHealth(news)); // or the next round
          }
        });
  }

  private void tryAll(
      ServiceKey key, LastingService service, List<CompletableFuture<Tried>> tries) {
    for (Instance each : service.instances().values()) {
      HealthCheck check = service.check(each.endpoint().cluster());
      if (check.kind() == HealthCheck.Kind.TCP) {
        tries.add(attempt(new Target(key, each.endpoint()), each, check));
      }
    }
  }

  private CompletableFuture<Tried> attempt(Target target, Instance instance, HealthCheck check) {
    int port = check.port() == 0 ? instance.endpoint().port() : check.port();
    return CompletableFuture.supplyAsync(
        () -> {
          slots.acquireUninterruptibly();
          try {
            boolean accepted = probe.accepts(target.endpoint().ip(), port, settings.probeTimeout());
            return new Tried(target, instance.healthy(), accepted);
          } finally {
            slots.release();
          }
        },
        executor);
  }

  private List<Report> weigh(List<CompletableFuture<Tried>> tries) {
    Map<Target, Integer> before = Map.copyOf(inARow);
    inARow.clear(); // of what is no longer there
    List<Report> news = new ArrayList<>();
    for (CompletableFuture<Tried> each : tries) {
      Tried tried = each.join();
      if (tried.accepted() == tried.healthy()) {
        continue;
      }
      int turns = before.getOrDefault(tried.target(), 0) + 1;
      if (turns >= TURNS) {
        Target target = tried.target();
        news.add(new Report(target.service(), target.endpoint(), tried.accepted()));
      } else {
        inARow.put(tried.target(), turns);
      }
    }
    return news;
  }
}
