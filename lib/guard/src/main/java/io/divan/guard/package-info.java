/** Limits and circuit breakers around whatever must not be overrun. */
@NullMarked
package io.divan.guard;

import org.jspecify.annotations.NullMarked;
