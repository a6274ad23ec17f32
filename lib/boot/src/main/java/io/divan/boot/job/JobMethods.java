package io.divan.boot.job;

import com.xxl.job.core.executor.XxlJobExecutor;
import com.xxl.job.core.handler.IJobHandler;
import io.divan.boot.DivanJob;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Finds the methods of beans that are jobs. */
final class JobMethods implements BeanPostProcessor {
  private final Map<String, JobMethod> methods = new ConcurrentHashMap<>();

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    Map<Method, DivanJob> found =
        MethodIntrospector.selectMethods(
            AopUtils.getTargetClass(bean),
            (MethodIntrospector.MetadataLookup<DivanJob>)
                method -> AnnotatedElementUtils.findMergedAnnotation(method, DivanJob.class));
    found.forEach((method, job) -> add(bean, method, job.value()));
    return bean;
  }

  private void add(Object bean, Method method, String name) {
    Method callable = AopUtils.selectInvocableMethod(method, bean.getClass());
    if (methods.putIfAbsent(name, new JobMethod(bean, callable)) != null) {
      throw new IllegalStateException("Two methods are jobs called \"" + name + "\"");
    }
  }

  /** By the names of their handlers; all are there once all beans are. */
  Map<String, JobMethod> all() {
    return methods;
  }

  /** Has xxl-job-core's executor run them. */
  void register(SchedulerApi scheduler) {
    methods.forEach((name, method) -> register(name, new FiringHandler(method, scheduler)));
  }

  /** The method was renamed in 3.3. */
  private static void register(String name, IJobHandler handler) {
    for (String method : List.of("registJobHandler", "registryJobHandler")) {
      Method found =
          ClassUtils.getMethodIfAvailable(
              XxlJobExecutor.class, method, String.class, IJobHandler.class);
      if (found != null) {
        ReflectionUtils.invokeMethod(found, null, name, handler);
        return;
      }
    }
    throw new IllegalStateException("This version of xxl-job-core takes no handlers");
  }
}
