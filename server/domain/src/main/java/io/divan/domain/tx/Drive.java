package io.divan.domain.tx;

import io.divan.kernel.machine.Effect;

/** Owed by a transaction that is decided and not finished: its second phase. */
record Drive(long transaction) implements Effect {}
