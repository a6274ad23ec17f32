package io.divan.domain.job;

/**
 * How much there is.
 *
 * @param active firings that are not done
 * @param unknownCallbacks reports on firings that are not known, or done already
 */
public record JobFigures(int jobs, int executors, int active, long unknownCallbacks) {}
