package io.divan.boot.job;

import io.divan.boot.JobContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** A method that runs firings and chunks. */
final class JobMethod {
  private final Object bean;
  private final Method method;

  /**
   * @throws IllegalStateException if it cannot be one
   */
  JobMethod(Object bean, Method method) {
    this.bean = bean;
    this.method = method;
    boolean takesContext =
        method.getParameterCount() == 1 && method.getParameterTypes()[0] == JobContext.class;
    if (method.getParameterCount() > 0 && !takesContext) {
      throw new IllegalStateException(
          method
              + " takes "
              + method.getParameterCount()
              + " parameters; a job's method takes"
              + " nothing or a JobContext");
    }
    method.setAccessible(true);
  }

  /**
   * Runs it.
   *
   * @return its message; empty if it says nothing
   * @throws Exception what the method throws
   */
  String run(JobContext context) throws Exception {
    try {
      Object result =
          method.getParameterCount() == 0 ? method.invoke(bean) : method.invoke(bean, context);
      return result == null ? "" : result.toString();
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception thrown ? thrown : e;
    }
  }
}
