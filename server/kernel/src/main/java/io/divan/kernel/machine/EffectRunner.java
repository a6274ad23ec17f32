package io.divan.kernel.machine;

import java.util.List;

/**
 * Does a machine's effects while this node leads. Called on the thread that applies entries, so
 * every method hands over and returns.
 */
public interface EffectRunner {
  /**
   * This node has begun to lead, and has applied everything that earlier leaders had committed.
   *
   * @param term larger than that of every leader before
   * @param owed what has still to be done, from the machine's state
   */
  void lead(long term, List<Owed> owed);

  /** One more effect, owed by an entry just applied; only between {@link #lead} and follow. */
  void run(Owed owed);

  /** This node no longer leads: what is under way may finish, nothing new is begun. */
  void follow();
}
