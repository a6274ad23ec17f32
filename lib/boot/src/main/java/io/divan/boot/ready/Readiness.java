package io.divan.boot.ready;

import io.divan.boot.Requirement;
import io.divan.rpc.wire.IoThreads;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * The application's availability with requirements: it accepts traffic when Spring Boot, or the
 * application itself, says so and all of them are met, and refuses it as soon as one is not.
 */
final class Readiness extends ApplicationAvailabilityBean implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
  private static final long PAUSE_MILLIS = 100;

  private final ApplicationEventPublisher events;
  private final List<Requirement> requirements;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, IoThreads.threads("divan-readiness-", true));

  /** Whether everybody else would accept traffic. */
  private volatile boolean wanted;

  /** What is missing as last logged; only used by the thread. */
  private List<String> logged = List.of();

  private volatile boolean running;

  Readiness(ApplicationEventPublisher events, List<Requirement> requirements) {
    this.events = events;
    this.requirements = List.copyOf(requirements);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** The names of what is missing now. */
  List<String> missing() {
    return requirements.stream().filter(each -> !each.isMet()).map(Requirement::name).toList();
  }

  List<Requirement> requirements() {
    return requirements;
  }

  @Override
  public void onApplicationEvent(AvailabilityChangeEvent<?> event) {
    if (event.getSource() != this && event.getState() instanceof ReadinessState state) {
      wanted = state == ReadinessState.ACCEPTING_TRAFFIC;
      if (wanted && !missing().isEmpty()) {
        // What the event says is not so yet; when it is, the thread says it again.
        super.onApplicationEvent(
            new AvailabilityChangeEvent<>(this, ReadinessState.REFUSING_TRAFFIC));
        return;
      }
    }
    super.onApplicationEvent(event);
  }

  private void check() {
    List<String> missing = missing();
    if (!missing.equals(logged)) {
      logged = missing;
      if (missing.isEmpty()) {
        LOG.info("ready: everything needed is connected");
      } else {
        LOG.warn("not ready: waiting for {}", missing);
      }
    }
    ReadinessState right =
        wanted && missing.isEmpty()
            ? ReadinessState.ACCEPTING_TRAFFIC
            : ReadinessState.REFUSING_TRAFFIC;
    if (running && getReadinessState() != right) {
      events.publishEvent(new AvailabilityChangeEvent<>(this, right));
    }
  }

  @Override
  public void start() {
    running = true;
    thread.scheduleWithFixedDelay(this::check, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    running = false;
    thread.shutdownNow();
    events.publishEvent(new AvailabilityChangeEvent<>(this, ReadinessState.REFUSING_TRAFFIC));
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Says no before the application leaves the registry. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE;
  }
}
