package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.net.InboundBudget;
import io.divan.kernel.session.Session;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.telemetry.ThrottledLog;
import io.divan.kernel.time.Clock;
import io.divan.kernel.time.Clock.Wakeup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** Every open gRPC connection: set up, watched for signs of life, ended. */
final class Connections implements AutoCloseable {
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final String STREAM_TYPE = "ConnectionSetupRequest";
  private static final String RESPONSE = "Response";

  /** What this server can do, by Nacos's names; source: AbilityKey of nacos-api 3.1.1. */
  private static final Map<String, Boolean> ABILITIES =
      Map.of(
          "supportPersistentInstanceByGrpc", true,
          "fuzzyWatch", false,
          "lock", false,
          "mcp", false,
          "agent", false);

  private final Sessions sessions;
  private final InboundBudget unfinished;
  private final Clock clock;
  private final NacosSettings settings;
  private final ThrottledLog log = new ThrottledLog(LoggerFactory.getLogger(Connections.class));
  private final AtomicLong numbers = new AtomicLong();
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final Set<Connection> asked = ConcurrentHashMap.newKeySet(); // for a sign of life
  private final Wakeup sweep;

  Connections(Sessions sessions, InboundBudget unfinished, Clock clock, NacosSettings settings) {
    this.sessions = sessions;
    this.unfinished = unfinished;
    this.clock = clock;
    this.settings = settings;
    this.sweep = clock.every(SWEEP, this::sweep);
  }

  Collection<Connection> all() {
    return Collections.unmodifiableCollection(open);
  }

  Connection connected(InetSocketAddress client, Runnable hangUp) {
    String id =
        clock.now().toEpochMilli()
            + "_"
            + client.getAddress().getHostAddress()
            + "_"
            + client.getPort()
            + "_"
            + numbers.incrementAndGet();
    var connection = new Connection(id, client, unfinished.share(), hangUp, clock.nanos());
    open.add(connection);
    return connection;
  }

  void disconnected(Connection connection) {
    open.remove(connection);
    connection.arrivals().end();
    streamEnded(connection);
  }

  /** Without its stream a client cannot be told anything, so its session ends with it. */
  void streamEnded(Connection connection) {
    Session was = connection.gone();
    if (was != null) {
      sessions.ended(was);
    }
  }

  /** The client says something on its stream. */
  void received(Connection connection, Payload payload) {
    connection.sign(clock.nanos());
    try {
      if (payload.type().equals(STREAM_TYPE)) {
        setUp(connection, Body.parse(payload.body()));
      } else if (payload.type().endsWith(RESPONSE)) {
        connection.answered(Body.parse(payload.body()));
      } else {
        refuse(connection, "its stream carries what is neither a set-up nor an answer");
      }
    } catch (Failure e) {
      refuse(connection, e.explanation());
    }
  }

  private void setUp(Connection connection, Body body) {
    if (connection.session() != null) {
      return; // said twice
    }
    Map<String, String> labels = body.texts("labels");
    String module = labels.getOrDefault("module", "");
    Session session = sessions.open("nacos", connection.client(), connection);
    session.describe(
        String.join(" ", body.text("clientVersion"), module, labels.getOrDefault("AppName", ""))
            .strip());
    connection.opened(session, module);
    if (body.has("abilityTable")) { // clients before 2.4 negotiate none
      ObjectNode answer = Body.object();
      ObjectNode table = answer.putObject("abilityTable");
      ABILITIES.forEach((ability, has) -> table.put(ability, has));
      connection.tell("SetupAckRequest", answer);
    }
  }

  private void refuse(Connection connection, String why) {
    log.warn(
        clock.nanos(),
        "Closes a connection: door=nacos client={} reason=\"{}\"",
        connection.client(),
        why);
    connection.close();
  }

  private void sweep() {
    long now = clock.nanos();
    for (Connection each : open) {
      if (each.arrivals().isOverdue(now - settings.arrivalTimeout().toNanos())) {
        refuse(each, "a request has not become whole in " + seconds(settings.arrivalTimeout()));
      } else if (each.session() == null) {
        if (isSilent(each, now, settings.arrivalTimeout())) {
          refuse(each, "it has not set itself up in " + seconds(settings.arrivalTimeout()));
        }
      } else if (isSilent(each, now, settings.idleTimeout()) && asked.add(each)) {
        askForSign(each);
      }
    }
  }

  private static boolean isSilent(Connection connection, long now, Duration limit) {
    return now - connection.lastSign() > limit.toNanos();
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }

  private void askForSign(Connection connection) {
    CompletableFuture<Object> sign = connection.ask("ClientDetectionRequest", Body.object());
    Wakeup late =
        clock.after(
            settings.detectTimeout(),
            () -> {
              if (!sign.isDone()) {
                refuse(connection, "it gives no sign of life");
              }
            });
    sign.whenComplete((answer, error) -> {
      late.cancel();
      asked.remove(connection);
    });
  }

  @Override
  public void close() {
    sweep.cancel();
    for (Connection each : open) {
      each.tell("ConnectResetRequest", Body.object()); // so that it looks for another server now
    }
  }
}
