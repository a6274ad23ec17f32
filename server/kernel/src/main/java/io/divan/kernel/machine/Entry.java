package io.divan.kernel.machine;

import java.time.Instant;

/** The log entry that is being applied, as a machine may see it. */
public interface Entry {
  /** Its place in the log; larger than that of every entry applied before. */
  long index();

  /** The leader's time when it was proposed; never earlier than that of an entry before. */
  Instant now();

  /** Who asked, for the audit. */
  Origin origin();

  /**
   * Owes the world something: the leader does it, at least once, and a later command says that it
   * is done.
   *
   * @return its identity, to be kept in the state until then
   */
  EffectId owe(Effect effect);
}
