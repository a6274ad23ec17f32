package io.divan.domain.job;

/** A program that executors run instead of a handler of their own; XXL-JOB's GLUE. */
public record Script(Language language, String source) {
  /** As executors name them. */
  public enum Language {
    GLUE_GROOVY,
    GLUE_SHELL,
    GLUE_PYTHON,
    GLUE_PYTHON2,
    GLUE_NODEJS,
    GLUE_POWERSHELL,
    GLUE_PHP
  }
}
