/** A scheduler on a database, as the peer of a benchmark. */
package io.divan.bench.peer;
