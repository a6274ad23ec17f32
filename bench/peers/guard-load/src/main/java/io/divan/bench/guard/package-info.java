/** What the guards' contenders have in common: the call that is guarded and how it is measured. */
@NullMarked
package io.divan.bench.guard;

import org.jspecify.annotations.NullMarked;
