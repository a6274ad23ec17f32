package io.divan.kernel.machine;

/**
 * A change that can be asked of a machine. Each domain has one sealed family of records.
 *
 * @param <R> what comes of it
 */
public interface Command<R> {}
