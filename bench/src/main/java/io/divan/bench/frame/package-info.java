/** What every side-by-side run has in common. */
@NullMarked
package io.divan.bench.frame;

import org.jspecify.annotations.NullMarked;
