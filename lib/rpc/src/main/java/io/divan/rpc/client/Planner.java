package io.divan.rpc.client;

import io.divan.protocol.bolt.HeaderKey;
import io.divan.protocol.hessian.HessianTypes;
import io.divan.protocol.sofarpc.DivanHeader;
import io.divan.protocol.sofarpc.SofaHeader;
import io.divan.protocol.sofarpc.SofaResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Plans the calls of one reference's methods. */
final class Planner {
  private final ReferenceOptions options;
  private final Duration timeout;
  private final Map<HeaderKey, String> header = new LinkedHashMap<>();

  Planner(ReferenceOptions options, ClientOptions client) {
    this.options = options;
    this.timeout = options.timeout() == null ? client.timeout() : options.timeout();
    header.put(DivanHeader.CLIENT, "1");
    if (!client.app().isEmpty()) {
      header.put(SofaHeader.CALLER_APP, client.app());
    }
  }

  /** The plans of all methods of an interface. */
  Map<Method, MethodPlan> plans(Class<?> service) {
    if (!service.isInterface()) {
      throw new IllegalArgumentException(service.getName() + " has to be an interface");
    }
    HessianTypes.Builder allowed = HessianTypes.builder().allowSignaturesOf(service);
    options.allow().forEach(allowed::allow);
    HessianTypes types = SofaResponse.allowIn(allowed).build();
    Map<Method, MethodPlan> plans = new HashMap<>();
    for (Method method : service.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        boolean async = CompletionStage.class.isAssignableFrom(method.getReturnType());
        String[] arguments =
            Arrays.stream(method.getParameterTypes()).map(Class::getName).toArray(String[]::new);
        Class<?> result = async ? promised(method) : method.getReturnType();
        plans.put(method, plan(method.getName(), arguments, types, result, async));
      }
    }
    return plans;
  }

  MethodPlan plan(
      String method, String[] arguments, HessianTypes types, Class<?> result, boolean async) {
    return new MethodPlan(
        options.name(),
        method,
        arguments,
        types,
        result,
        async,
        options.methodTimeouts().getOrDefault(method, timeout).toNanos(),
        options.repeating().idempotent().contains(method),
        options.repeating().hedges().getOrDefault(method, Duration.ZERO).toNanos(),
        header);
  }

  /** What a method's future is of. */
  private static Class<?> promised(Method method) {
    Type type = method.getGenericReturnType();
    Type promised =
        type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : type;
    Type raw = promised instanceof ParameterizedType generic ? generic.getRawType() : promised;
    return raw instanceof Class<?> result && !CompletionStage.class.isAssignableFrom(result)
        ? result
        : Object.class;
  }
}
