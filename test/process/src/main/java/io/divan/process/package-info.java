/** Real processes for tests and benchmarks: started, waited for, killed with {@code kill -9}. */
@NullMarked
package io.divan.process;

import org.jspecify.annotations.NullMarked;
