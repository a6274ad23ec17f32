package io.divan.domain.job;

import io.divan.kernel.machine.Effect;

/** A firing is done; others may have waited for that. Owes nothing that a new leader must know. */
record Freed(long firing) implements Effect {}
