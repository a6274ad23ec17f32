package io.divan.rpc.client;

import io.divan.protocol.bolt.HeaderKey;
import io.divan.protocol.hessian.HessianTypes;
import io.divan.protocol.sofarpc.RequestTemplate;
import io.divan.rpc.ServiceName;
import java.lang.reflect.Array;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that is known about calls of one method before the first is made. */
final class MethodPlan {
  private final ServiceName service;
  private final String name;
  private final String signature;
  private final HessianTypes types;
  private final RequestTemplate template;
  private final Class<?> resultType;
  private final boolean async;
  private final long timeoutNanos;
  private final boolean idempotent;
  private final long hedgeAfterNanos;

  /**
   * @param types what the arguments and results may consist of
   * @param resultType what the caller expects; {@code Object} for anything
   * @param async whether the method itself returns a future
   * @param idempotent whether it may be carried out twice
   * @param hedgeAfterNanos when to try a second server, 0 for never
   */
  MethodPlan(
      ServiceName service,
      String name,
      String[] argumentTypes,
      HessianTypes types,
      Class<?> resultType,
      boolean async,
      long timeoutNanos,
      boolean idempotent,
      long hedgeAfterNanos,
      Map<HeaderKey, String> header) {
    this.service = service;
    this.name = name;
    this.signature = name + "(" + String.join(",", argumentTypes) + ")";
    this.types = types;
    this.template = new RequestTemplate(service.toString(), name, argumentTypes, header);
    this.resultType = resultType;
    this.async = async;
    this.timeoutNanos = timeoutNanos;
    this.idempotent = idempotent;
    this.hedgeAfterNanos = hedgeAfterNanos;
  }

  ServiceName service() {
    return service;
  }

  String name() {
    return name;
  }

  String signature() {
    return signature;
  }

  HessianTypes types() {
    return types;
  }

  RequestTemplate template() {
    return template;
  }

  Class<?> resultType() {
    return resultType;
  }

  /** A result of the right type that means nothing, for a call that is only taken down. */
  @Nullable Object emptyResult() {
    return !async && resultType.isPrimitive() && resultType != void.class
        ? Array.get(Array.newInstance(resultType, 1), 0)
        : null;
  }

  boolean async() {
    return async;
  }

  long timeoutNanos() {
    return timeoutNanos;
  }

  boolean idempotent() {
    return idempotent;
  }

  long hedgeAfterNanos() {
    return hedgeAfterNanos;
  }

  @Override
  public String toString() {
    return service + "." + name;
  }
}
