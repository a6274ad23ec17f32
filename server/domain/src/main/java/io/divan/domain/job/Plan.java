package io.divan.domain.job;

import io.divan.kernel.machine.Effect;

/** When a job is fired next is to be found out anew. */
record Plan(long job) implements Effect {}
