package io.divan.boot.it;

/** A service one application offers to another. */
public interface Greeter {
  String greet(String name);

  /** Answers when it is let. */
  String waitForTheDoor();
}
