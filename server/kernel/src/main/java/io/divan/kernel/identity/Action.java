package io.divan.kernel.identity;

/** What a caller wants to do, each including the ones before it. */
public enum Action {
  /** Look at something. */
  READ,
  /** Change what belongs to a namespace. */
  WRITE,
  /** Change the server itself: users, roles, namespaces. */
  ADMIN
}
