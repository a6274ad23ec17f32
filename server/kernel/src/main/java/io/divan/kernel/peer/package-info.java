/** The other members of a cluster, and the one authenticated link to each. */
@NullMarked
package io.divan.kernel.peer;

import org.jspecify.annotations.NullMarked;
