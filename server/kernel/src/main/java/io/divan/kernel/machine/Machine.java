package io.divan.kernel.machine;

import io.divan.kernel.failure.Failure;
import java.util.List;

/**
 * A domain as a deterministic function of its log: equal entries give equal states, results and
 * effects on every node. It has no clock, no randomness, no threads and no I/O.
 *
 * <p>A machine is called by one thread at a time; readers are kept out while it applies.
 *
 * @param <C> its family of commands
 */
public interface Machine<C extends Command<?>> {
  /** Written into every entry and snapshot, so it never changes. */
  String name();

  /** The sealed type of its commands. */
  Class<C> commands();

  Codec<C> codec();

  /**
   * Refuses a command that cannot be applied, changing nothing. An entry of several commands is
   * applied only if none of them is refused.
   *
   * @throws Failure if it is refused; deterministic, and the answer to whoever proposed it
   */
  default void check(Entry entry, C command) {}

  /**
   * Applies a command that {@link #check} has let pass.
   *
   * @return its result
   * @throws Failure if it is refused after all, before anything was changed; not possible for a
   *     command that is proposed together with others
   */
  Object apply(Entry entry, C command);

  /**
   * Everything this machine still owes the world, oldest first; asked when a node begins to lead.
   */
  default List<Owed> owed() {
    return List.of();
  }

  /** The state as it is now, cheaply; it is written out later, while commands go on. */
  Capture capture();

  /**
   * Replaces the state by a captured one.
   *
   * @throws IllegalArgumentException if this version cannot understand it
   */
  void restore(SectionReader section);
}
