/** Runs scheduled jobs, and chunks of them, with xxl-job-core's executor. */
@NullMarked
package io.divan.boot.job;

import org.jspecify.annotations.NullMarked;
