package io.divan.rpc.server;

import io.divan.protocol.hessian.HessianTypes;
import io.divan.protocol.sofarpc.SofaRequest;
import io.divan.protocol.sofarpc.SofaResponse;
import io.divan.rpc.ServiceName;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service on offer: its methods by name, and the types its messages may contain. */
final class ExportedService {
  private final ServiceName name;
  private final int weight;
  private final HessianTypes types;
  private final Map<String, List<ExportedMethod>> methods = new HashMap<>();

  ExportedService(
      ExportOptions options, Class<?> type, Object implementation, List<ServerFilter> filters) {
    if (!type.isInterface() || !type.isInstance(implementation)) {
      throw new IllegalArgumentException(
          type.getName() + " has to be an interface that " + implementation + " implements");
    }
    this.name = options.name();
    this.weight = options.weight();
    HessianTypes.Builder allowed = HessianTypes.builder().allowSignaturesOf(type);
    options.allow().forEach(allowed::allow);
    this.types = SofaResponse.allowIn(SofaRequest.allowIn(allowed)).build();
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        methods
            .computeIfAbsent(method.getName(), n -> new ArrayList<>())
            .add(new ExportedMethod(method, implementation, filters));
      }
    }
  }

  ServiceName name() {
    return name;
  }

  int weight() {
    return weight;
  }

  HessianTypes types() {
    return types;
  }

  @Nullable ExportedMethod method(String methodName, String[] argumentTypes) {
    for (ExportedMethod method : methods.getOrDefault(methodName, List.of())) {
      if (method.takes(argumentTypes)) {
        return method;
      }
    }
    return null;
  }
}
