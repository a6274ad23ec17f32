/** Side-by-side runs: ours and the real peers in turn, in one run, on one machine. */
@NullMarked
package io.divan.bench;

import org.jspecify.annotations.NullMarked;
