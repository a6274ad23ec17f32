package io.divan.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Component;

/**
 * Offers a bean to other applications under the interface it implements. The class is found by a
 * component scan.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface DivanService {
  /** The interface, if the class implements several. */
  Class<?> interfaceType() default void.class;

  /** The service's version. */
  String version() default "1.0";

  /** Tells services of one interface and version from each other; empty if there is one. */
  String uniqueId() default "";

  /** The server's share of calls, 100 being the usual. */
  int weight() default 100;
}
