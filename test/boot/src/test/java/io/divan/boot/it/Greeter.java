package io.divan.boot.it;

/** A service one application offers to another. */
public interface Greeter {
  String greet(String name);

  /** The transaction the call is part of, empty if none. */
  String xid();
}
