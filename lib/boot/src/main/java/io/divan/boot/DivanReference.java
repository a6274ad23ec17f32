package io.divan.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Injects a service of another application: into a field, a parameter of a constructor, or a
 * parameter of a {@code @Bean} method, whose type is the service's interface. The application is
 * ready only when a server of the service is connected.
 *
 * <p>Without {@code divan.server} the starter is inactive, and an ordinary bean of the type is
 * injected: a test's own, for example.
 */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Autowired
public @interface DivanReference {
  /** The service's version. */
  String version() default "1.0";

  /** The service's unique id; empty for none. */
  String uniqueId() default "";

  /** How long a call may take; 0 for {@code divan.rpc.timeout}. A call is never repeated. */
  long timeoutMillis() default 0;
}
