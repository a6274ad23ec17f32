package io.divan.kernel.settings;

import static java.lang.annotation.ElementType.RECORD_COMPONENT;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Documents one setting where it is declared: a component of a settings record. */
@Retention(RUNTIME)
@Target(RECORD_COMPONENT)
public @interface Setting {
  /** What it decides, in a sentence for its user. */
  String doc();

  /** Its default, written as a user would write it; empty means empty or absent. */
  String def() default "";

  /** Whether its value must never be printed. */
  boolean secret() default false;
}
