package io.divan.boot.guard;

import io.divan.guard.Guard;
import io.divan.guard.Refused;
import io.divan.guard.Resource;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The resources of services: one for an interface, {@code org.bank.Ledger}, and one for each of its
 * methods, {@code org.bank.Ledger#debit(java.lang.String,long)}.
 *
 * <p>Source of the names: sentinel-sofa-rpc-adapter 1.8.9, {@code SofaRpcUtils}.
 */
final class GuardedMethods {
  private final Guard guard;
  private final ConcurrentHashMap<String, ConcurrentHashMap<String, GuardedMethod>> known =
      new ConcurrentHashMap<>(); // by interface and signature

  GuardedMethods(Guard guard) {
    this.guard = guard;
  }

  /** A method and its interface. */
  record GuardedMethod(Resource service, Resource method) {
    /**
     * Begins a call.
     *
     * @param caller empty where it says no name
     * @throws Refused if a rule does not let it through
     */
    Passage enter(String caller, @Nullable Object[] arguments) {
      String name = caller.isEmpty() ? null : caller;
      long outer = service.enter(name, arguments);
      try {
        return new Passage(this, outer, method.enter(name, arguments));
      } catch (Refused e) {
        service.abandon(outer);
        throw e;
      }
    }

    /** Begins a call if it need not wait; {@code null} where it is not let through. */
    @Nullable Passage tryEnter(@Nullable Object[] arguments) {
      long outer = service.tryEnter(null, arguments);
      if (outer == Resource.REFUSED) {
        return null;
      }
      long inner = method.tryEnter(null, arguments);
      if (inner == Resource.REFUSED) {
        service.abandon(outer);
        return null;
      }
      return new Passage(this, outer, inner);
    }
  }

  /** A call that was let through. */
  record Passage(GuardedMethod through, long outer, long inner) {
    void end(boolean failed) {
      if (failed) {
        through.method().fail(inner);
        through.service().fail(outer);
      } else {
        through.method().exit(inner);
        through.service().exit(outer);
      }
    }
  }

  GuardedMethod of(String service, String signature) {
    ConcurrentHashMap<String, GuardedMethod> methods = known.get(service);
    GuardedMethod method = methods == null ? null : methods.get(signature);
    return method == null ? made(service, signature) : method;
  }

  private GuardedMethod made(String service, String signature) {
    return known
        .computeIfAbsent(service, name -> new ConcurrentHashMap<>())
        .computeIfAbsent(
            signature,
            name ->
                new GuardedMethod(
                    guard.resource(service), guard.resource(service + "#" + signature)));
  }
}
