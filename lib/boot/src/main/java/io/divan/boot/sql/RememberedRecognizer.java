package io.divan.boot.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.seata.sqlparser.ParametersHolder;
import org.apache.seata.sqlparser.SQLRecognizer;
import org.jspecify.annotations.Nullable;

/**
 * A recognizer that keeps what it has found out about its statement. It may be used by many
 * threads; the one behind it is used by one at a time, as it was not made for more.
 */
@SuppressWarnings("NonApiType") // the library's interfaces speak of ArrayList
final class RememberedRecognizer implements InvocationHandler {
  private final SQLRecognizer recognizer;

  /** Guards {@link #recognizer}. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Answers of methods without parameters; an empty one stands for null. */
  private final ConcurrentMap<Method, Optional<Object>> answers = new ConcurrentHashMap<>();

  /** What methods say that take a statement's values; an empty one cannot be told in advance. */
  private final ConcurrentMap<Method, Optional<Condition>> conditions = new ConcurrentHashMap<>();

  private RememberedRecognizer(SQLRecognizer recognizer) {
    this.recognizer = recognizer;
  }

  /** Wraps a recognizer, with all its interfaces: the library tells statements apart by them. */
  static SQLRecognizer of(SQLRecognizer recognizer) {
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    for (Class<?> at = recognizer.getClass(); at != null; at = at.getSuperclass()) {
      interfaces.addAll(List.of(at.getInterfaces()));
    }
    // The library loads its parser's own types apart; nobody else knows those.
    ClassLoader loader = SQLRecognizer.class.getClassLoader();
    interfaces.removeIf(each -> !loader.equals(each.getClassLoader()));
    return (SQLRecognizer)
        Proxy.newProxyInstance(
            loader, interfaces.toArray(Class<?>[]::new), new RememberedRecognizer(recognizer));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (arguments == null || arguments.length == 0) {
      Optional<Object> known = answers.get(method);
      if (known == null) {
        known = Optional.ofNullable(unmodifiable(ask(method)));
        answers.put(method, known);
      }
      return known.orElse(null);
    }
    if (arguments.length == 2
        && arguments[0] instanceof ParametersHolder values
        && arguments[1] instanceof ArrayList<?> appended) {
      return condition(method, values, rows(appended));
    }
    return ask(method, arguments);
  }

  private @Nullable Object condition(
      Method method, ParametersHolder values, ArrayList<List<@Nullable Object>> appended)
      throws Throwable {
    if (!Condition.isOneRow(values)) {
      return ask(method, values, appended);
    }
    Optional<Condition> known = conditions.get(method);
    if (known == null) {
      known = Condition.learn(values, (slots, found) -> ask(method, slots, found));
      conditions.put(method, known);
    }
    return known.isPresent() ? known.get().apply(values, appended) : ask(method, values, appended);
  }

  @SuppressWarnings("unchecked") // what the library's interfaces declare
  private static ArrayList<List<@Nullable Object>> rows(ArrayList<?> appended) {
    return (ArrayList<List<@Nullable Object>>) appended;
  }

  private @Nullable Object ask(Method method, @Nullable Object... arguments) throws Throwable {
    lock.lock();
    try {
      return method.invoke(recognizer, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    } finally {
      lock.unlock();
    }
  }

  /** A list of the library's may be read by all, and changed by nobody. */
  private static @Nullable Object unmodifiable(@Nullable Object answer) {
    return answer instanceof List<?> list ? Collections.unmodifiableList(list) : answer;
  }
}
