package io.divan.domain.job;

import io.divan.kernel.machine.Effect;

/** A firing is to be brought to an executor. */
record Dispatch(long firing) implements Effect {}
