package io.divan.rpc;

import org.jspecify.annotations.Nullable;

/**
 * One server of a service, as a registry or a list says.
 *
 * @param weight its share of calls, 100 being the usual; 0 for none
 * @param zone where it is, for clients that prefer those nearby; empty if it does not say
 * @param ramp how it warms up, null if it does not
 */
public record ServiceInstance(Address address, int weight, String zone, @Nullable Ramp ramp) {
  public static final int USUAL_WEIGHT = 100;

  public ServiceInstance {
    if (weight < 0) {
      throw new IllegalArgumentException("a weight is not negative");
    }
  }

  public ServiceInstance(Address address, int weight) {
    this(address, weight, "", null);
  }

  public static ServiceInstance of(Address address) {
    return new ServiceInstance(address, USUAL_WEIGHT);
  }
}
