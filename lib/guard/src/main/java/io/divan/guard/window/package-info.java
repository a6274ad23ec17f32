/** Counts over the last while, without locks and without garbage. */
@NullMarked
package io.divan.guard.window;

import org.jspecify.annotations.NullMarked;
