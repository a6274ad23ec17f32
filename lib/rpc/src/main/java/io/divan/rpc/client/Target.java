package io.divan.rpc.client;

import io.divan.rpc.Ramp;
import io.divan.rpc.RpcError;
import io.divan.rpc.ServiceInstance;
import org.jspecify.annotations.Nullable;

/** One of a reference's servers. */
final class Target implements Candidate {
  /** More than any connected server costs, less than one that is going out of service. */
  private static final double AWAY = 1e17;

  private final Targets owner;
  private final Endpoint endpoint;
  private final ServiceInstance instance;
  private final Standing standing;
  private final String name;

  /** Null once it is over. */
  private volatile @Nullable Ramp ramp;

  Target(Targets owner, Endpoint endpoint, ServiceInstance instance, Standing standing) {
    this.owner = owner;
    this.endpoint = endpoint;
    this.instance = instance;
    this.standing = standing;
    this.name = endpoint.address().toString();
    this.ramp = instance.ramp();
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Standing standing() {
    return standing;
  }

  Targets owner() {
    return owner;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int weight() {
    return instance.weight();
  }

  @Override
  public double part() {
    if (!endpoint.takesCalls()) {
      return 0;
    }
    double part = standing.isInFull() ? 1 : standing.part(System.nanoTime());
    Ramp rising = ramp;
    return rising == null ? part : part * warm(rising);
  }

  private double warm(Ramp rising) {
    double part = rising.part(System.currentTimeMillis());
    if (part >= 1) {
      ramp = null;
    }
    return part;
  }

  boolean isIn(String zone) {
    return !zone.isEmpty() && zone.equals(instance.zone());
  }

  @Override
  public double cost() {
    double cost = endpoint.cost();
    return standing.isInFull() || !standing.isAway(System.nanoTime()) ? cost : cost + AWAY;
  }

  @Override
  public int inFlight() {
    return endpoint.inFlight();
  }

  /**
   * An answer has come, or none in time.
   *
   * @param fine whether it says how fast the server works; a failure may come too fast for that
   */
  void answered(long nanos, long now, boolean fine) {
    endpoint.observe(nanos, now, fine);
    if (fine) {
      standing.answered(nanos);
    }
    owner.look(now);
  }

  /** A call has ended with a result or an exception of the service. */
  void succeeded() {
    standing.succeeded();
  }

  /** A call has ended otherwise. */
  void failed(RpcError error) {
    if (tellsAboutServer(error)) {
      standing.failed();
      owner.failed(this);
    }
  }

  private static boolean tellsAboutServer(RpcError error) {
    return switch (error) {
      case TIMEOUT,
          CONNECTION_LOST,
          SERVER_BUSY,
          SERVER_FAILED,
          RESULT_NOT_SENT,
          SERVICE_NOT_FOUND ->
          true;
      case DEADLINE_PASSED,
          INTERRUPTED,
          NO_ADDRESS,
          NOT_CONNECTED,
          CLOSING,
          CLIENT_BUSY,
          METHOD_NOT_FOUND,
          ARGUMENTS_REFUSED,
          RESULT_REFUSED ->
          false;
    };
  }
}
