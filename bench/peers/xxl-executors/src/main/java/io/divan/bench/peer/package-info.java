/** Executors of XXL-JOB's protocol, as the load of a benchmark. */
package io.divan.bench.peer;
