package io.divan.doors.nacos;

import io.divan.domain.registry.ServiceKey;
import io.divan.doors.nacos.Credentials.Subject;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.http.HttpRequest;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.machine.Origin;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One request over HTTP, with all that is needed to answer it. */
record HttpAsked(HttpRequest request, Credentials credentials) {

  /** Empty if it is absent. */
  String text(String name) {
    return request.parameter(name).orElse("");
  }

  String text(String name, String otherwise) {
    return request.parameter(name).filter(text -> !text.isBlank()).orElse(otherwise);
  }

  String required(String name) {
    return request.required(name);
  }

  boolean flag(String name, boolean otherwise) {
    String text = text(name);
    return text.isBlank() ? otherwise : text.equalsIgnoreCase("true");
  }

  int number(String name, int otherwise) {
    return (int) decimal(name, otherwise);
  }

  /**
   * @throws Failure USER if it is there and no number
   */
  double decimal(String name, double otherwise) {
    String text = text(name);
    if (text.isBlank()) {
      return otherwise;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw Failure.of(Kind.USER, "nacos.number", "Parameter \"" + name + "\" is no number.");
    }
  }

  String header(String name) {
    return request.header(name.toLowerCase(Locale.ROOT)).orElse("");
  }

  InetSocketAddress client() {
    return request.client();
  }

  /** By parameter, and otherwise by header. */
  private String said(String name) {
    String parameter = text(name);
    return parameter.isEmpty() ? header(name) : parameter;
  }

  Caller caller(Subject subject) {
    return credentials.caller(this::said, subject);
  }

  /**
   * @throws Failure DENIED if the caller may not
   */
  Origin require(Action action, String namespace, Subject subject) {
    Caller caller = caller(subject);
    caller.require(action, namespace);
    return Asked.origin(caller, namespace, client());
  }

  Origin require(Action action, ServiceKey service) {
    return require(
        action, service.namespace(), new Subject.Service(text("groupName"), text("serviceName")));
  }

  ServiceKey service() {
    return Names.service(text("namespaceId"), text("groupName"), required("serviceName"));
  }

  /** Waits for a change; requests have threads of their own that may. */
  static <T> T await(CompletableFuture<T> change) {
    try {
      return change.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Failure failure ? failure : e;
    }
  }
}
