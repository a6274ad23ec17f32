package io.divan.rpc;

/**
 * One server of a service, as a registry or a list says.
 *
 * @param weight its share of calls, 100 being the usual; 0 for none
 */
public record ServiceInstance(Address address, int weight) {
  public static final int USUAL_WEIGHT = 100;

  public ServiceInstance {
    if (weight < 0) {
      throw new IllegalArgumentException("a weight is not negative");
    }
  }

  public static ServiceInstance of(Address address) {
    return new ServiceInstance(address, USUAL_WEIGHT);
  }
}
