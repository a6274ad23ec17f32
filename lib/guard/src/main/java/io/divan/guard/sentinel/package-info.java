/** Sentinel's rules as its dashboard and its data sources write them. */
@NullMarked
package io.divan.guard.sentinel;

import org.jspecify.annotations.NullMarked;
