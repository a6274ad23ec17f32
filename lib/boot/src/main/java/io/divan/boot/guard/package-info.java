/** Limits and circuit breakers, with rules from the server. */
@NullMarked
package io.divan.boot.guard;

import org.jspecify.annotations.NullMarked;
