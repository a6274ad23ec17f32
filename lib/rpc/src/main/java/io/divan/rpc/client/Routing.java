package io.divan.rpc.client;

import io.divan.rpc.ServiceInstance;

/**
 * How a reference picks servers.
 *
 * @param balancing how one is picked among those that take calls
 * @param zone where the client is; servers that say they are there, too, are preferred as long as
 *     half of them take calls. Empty for no preference
 * @param ejection whether servers are taken out of rotation for a while whose calls fail more often
 *     than the others', or that are much slower
 */
public record Routing(Balancing balancing, String zone, boolean ejection) {
  public static final Routing DEFAULT = new Routing(Balancing.LEAST_COST, "", true);

  public Routing withBalancing(Balancing how) {
    return new Routing(how, zone, ejection);
  }

  /** Prefers servers whose {@link ServiceInstance#zone} is this one. */
  public Routing withZone(String nearby) {
    return new Routing(balancing, nearby, ejection);
  }

  public Routing withoutEjection() {
    return new Routing(balancing, zone, false);
  }
}
