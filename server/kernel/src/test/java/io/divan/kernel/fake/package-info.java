/** Stand-ins for the kernel in tests of what is built on it, held to the contracts of the real. */
@NullMarked
package io.divan.kernel.fake;

import org.jspecify.annotations.NullMarked;
