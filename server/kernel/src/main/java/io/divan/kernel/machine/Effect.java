package io.divan.kernel.machine;

/** Something to be done outside the machine: call a branch, dispatch a job. */
public interface Effect {}
