package io.divan.domain.job.split;

import java.time.Instant;

/**
 * A part of a firing's work.
 *
 * @param number its own within the split
 * @param level how often it was split off, from 1
 * @param attempt 0 for the first
 * @param notBefore when it may be taken
 * @param data what the handler is given
 */
public record Chunk(long number, int level, int attempt, Instant notBefore, String data) {}
