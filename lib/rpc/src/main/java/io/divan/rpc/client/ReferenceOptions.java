package io.divan.rpc.client;

import io.divan.rpc.Address;
import io.divan.rpc.Discovery;
import io.divan.rpc.ServiceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which service is meant, where it is and how it is called.
 *
 * @param addresses its servers, if they are known beforehand
 * @param discovery where to find them otherwise
 * @param timeout how long a call may take; null for the client's own
 * @param methodTimeouts the same for single methods, by name
 * @param allow classes that results may consist of beyond those the interface's signatures lead to
 * @param routing how servers are picked
 * @param repeating when a call is made again
 */
public record ReferenceOptions(
    ServiceName name,
    List<Address> addresses,
    @Nullable Discovery discovery,
    @Nullable Duration timeout,
    Map<String, Duration> methodTimeouts,
    List<Class<?>> allow,
    Routing routing,
    Repeating repeating) {

  public ReferenceOptions {
    addresses = List.copyOf(addresses);
    methodTimeouts = Map.copyOf(methodTimeouts);
    allow = List.copyOf(allow);
  }

  public static ReferenceOptions of(Class<?> service) {
    return of(ServiceName.of(service));
  }

  public static ReferenceOptions of(ServiceName name) {
    return new ReferenceOptions(
        name, List.of(), null, null, Map.of(), List.of(), Routing.DEFAULT, Repeating.DEFAULT);
  }

  /** Calls these servers, {@code host:port} each. */
  public ReferenceOptions at(String... servers) {
    List<Address> all = new ArrayList<>(addresses);
    for (String server : servers) {
      all.add(Address.parse(server));
    }
    return new ReferenceOptions(
        name, all, discovery, timeout, methodTimeouts, allow, routing, repeating);
  }

  /** Calls the servers that a registry knows. */
  public ReferenceOptions foundBy(Discovery registry) {
    return new ReferenceOptions(
        name, addresses, registry, timeout, methodTimeouts, allow, routing, repeating);
  }

  public ReferenceOptions withTimeout(Duration most) {
    return new ReferenceOptions(
        name, addresses, discovery, most, methodTimeouts, allow, routing, repeating);
  }

  public ReferenceOptions withTimeout(String method, Duration most) {
    Map<String, Duration> all = new LinkedHashMap<>(methodTimeouts);
    all.put(method, most);
    return new ReferenceOptions(
        name, addresses, discovery, timeout, all, allow, routing, repeating);
  }

  public ReferenceOptions withAllowed(Class<?>... classes) {
    List<Class<?>> all = new ArrayList<>(allow);
    all.addAll(List.of(classes));
    return new ReferenceOptions(
        name, addresses, discovery, timeout, methodTimeouts, all, routing, repeating);
  }

  public ReferenceOptions withRouting(Routing how) {
    return new ReferenceOptions(
        name, addresses, discovery, timeout, methodTimeouts, allow, how, repeating);
  }

  public ReferenceOptions withBalancing(Balancing how) {
    return withRouting(routing.withBalancing(how));
  }

  public ReferenceOptions withRepeating(Repeating when) {
    return new ReferenceOptions(
        name, addresses, discovery, timeout, methodTimeouts, allow, routing, when);
  }

  /** Says of methods that they may be carried out twice. */
  public ReferenceOptions withIdempotent(String... methods) {
    return withRepeating(repeating.withIdempotent(methods));
  }
}
