package io.divan.domain.job;

import io.divan.domain.job.split.Chunk;

/**
 * A chunk of split work that is an executor's now.
 *
 * @param logId under which it is reported, and splits work off itself
 * @param firing of which it is a part
 * @param handler that is to do it
 */
public record TakenChunk(long logId, long firing, long job, String handler, Chunk chunk) {}
