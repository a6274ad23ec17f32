/** Limits and breakers beside those of the peers. */
@NullMarked
package io.divan.bench.guard;

import org.jspecify.annotations.NullMarked;
