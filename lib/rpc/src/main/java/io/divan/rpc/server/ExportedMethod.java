package io.divan.rpc.server;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One method of an exported service: how to call it through the filters. */
final class ExportedMethod {
  private final String name;
  private final String[] argumentTypes;
  private final String signature;
  private final Class<?>[] parameters;
  private final ServerFilter.Next chain;

  ExportedMethod(Method method, Object implementation, List<ServerFilter> filters) {
    this.name = method.getName();
    this.parameters = method.getParameterTypes();
    this.argumentTypes = Arrays.stream(parameters).map(Class::getName).toArray(String[]::new);
    this.signature = name + "(" + String.join(",", argumentTypes) + ")";
    MethodHandle handle = handle(method, implementation);
    ServerFilter.Next next =
        call -> {
          call.enter();
          return invoke(handle, call.arguments());
        };
    for (int i = filters.size() - 1; i >= 0; i--) {
      ServerFilter filter = filters.get(i);
      ServerFilter.Next inner = next;
      next = call -> filter.call(call, inner);
    }
    this.chain = next;
  }

  private static MethodHandle handle(Method method, Object implementation) {
    try {
      method.setAccessible(true);
      return MethodHandles.lookup()
          .unreflect(method)
          .bindTo(implementation)
          .asSpreader(Object[].class, method.getParameterCount())
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException("cannot call " + method, e);
    }
  }

  private static @Nullable Object invoke(MethodHandle handle, @Nullable Object[] arguments)
      throws Throwable {
    return (@Nullable Object) handle.invokeExact(arguments);
  }

  String name() {
    return name;
  }

  String signature() {
    return signature;
  }

  boolean takes(String[] types) {
    return Arrays.equals(argumentTypes, types);
  }

  Class<?>[] parameters() {
    return parameters;
  }

  @Nullable Object call(ServerCall call) throws Throwable {
    return chain.proceed(call);
  }
}
