/** Strangers at all ports of a whole server. */
@NullMarked
package io.divan.hostile;

import org.jspecify.annotations.NullMarked;
