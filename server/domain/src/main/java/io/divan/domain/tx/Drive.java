package io.divan.domain.tx;

import io.divan.kernel.machine.Effect;

/**
 * Owed by a transaction that is decided and not finished: its second phase.
 *
 * @param anew whether answers to what was asked before do not count any more
 */
record Drive(long transaction, boolean anew) implements Effect {
  Drive(long transaction) {
    this(transaction, false);
  }
}
