package io.divan.boot;

/**
 * Something the application cannot work without. It is ready while all beans of this type are met;
 * an application may add its own.
 */
public interface Requirement {
  /** What the health page and the log call it. */
  String name();

  /** Whether it is there now. Asked several times a second: answers at once and never throws. */
  boolean isMet();
}
