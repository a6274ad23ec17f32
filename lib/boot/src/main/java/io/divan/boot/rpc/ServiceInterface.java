package io.divan.boot.rpc;

import io.divan.boot.DivanService;
import java.util.List;
import org.springframework.util.ClassUtils;

/** Finds out which interface a class offers to other applications. */
final class ServiceInterface {
  private ServiceInterface() {}

  /**
   * @throws IllegalStateException if that is not clear
   */
  static Class<?> of(Class<?> implementation, DivanService how) {
    if (how.interfaceType() != void.class) {
      return how.interfaceType();
    }
    List<Class<?>> candidates =
        ClassUtils.getAllInterfacesForClassAsSet(implementation).stream()
            .filter(each -> !isOfTheFramework(each))
            .<Class<?>>map(each -> each)
            .toList();
    if (candidates.size() != 1) {
      throw new IllegalStateException(
          implementation.getName()
              + " is a @DivanService but implements "
              + (candidates.isEmpty() ? "no interface" : candidates + ", so set interfaceType"));
    }
    return candidates.get(0);
  }

  private static boolean isOfTheFramework(Class<?> type) {
    return type.getName().startsWith("java.") || type.getName().startsWith("org.springframework.");
  }
}
