/** Time as something that is handed in, so that a test or a simulation can own it. */
@NullMarked
package io.divan.kernel.time;

import org.jspecify.annotations.NullMarked;
