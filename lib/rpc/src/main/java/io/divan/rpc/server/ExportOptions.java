package io.divan.rpc.server;

import io.divan.rpc.ServiceName;
import java.util.ArrayList;
import java.util.List;

/**
 * How a service is offered.
 *
 * @param name what it is called
 * @param allow classes beyond those the interface's signatures lead to: subclasses of open types
 * @param weight its share of calls among the service's servers, 100 being the usual
 */
public record ExportOptions(ServiceName name, List<Class<?>> allow, int weight) {
  public ExportOptions {
    allow = List.copyOf(allow);
    if (weight < 0) {
      throw new IllegalArgumentException("a weight is not negative");
    }
  }

  public static ExportOptions of(Class<?> service) {
    return of(ServiceName.of(service));
  }

  public static ExportOptions of(ServiceName name) {
    return new ExportOptions(name, List.of(), 100);
  }

  public ExportOptions withAllowed(Class<?>... classes) {
    List<Class<?>> all = new ArrayList<>(allow);
    all.addAll(List.of(classes));
    return new ExportOptions(name, all, weight);
  }

  public ExportOptions withWeight(int newWeight) {
    return new ExportOptions(name, allow, newWeight);
  }
}
