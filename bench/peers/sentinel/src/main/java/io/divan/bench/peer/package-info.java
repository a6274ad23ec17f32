/** The contender. */
@NullMarked
package io.divan.bench.peer;

import org.jspecify.annotations.NullMarked;
