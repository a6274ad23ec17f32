package io.divan.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a bean that the scheduler runs, beside those with XXL-JOB's {@code @XxlJob}. It takes
 * nothing or a {@link JobContext}. What it returns, if anything, is the firing's message, by which
 * a graph can choose its way. A firing that is delivered twice is run once.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface DivanJob {
  /** The handler's name, as jobs write it. */
  String value();
}
