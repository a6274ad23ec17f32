/** Scheduled jobs, ours and db-scheduler's. */
@NullMarked
package io.divan.bench.jobs;

import org.jspecify.annotations.NullMarked;
