/** Applications with the starter against a whole server. */
@NullMarked
package io.divan.boot.it;

import org.jspecify.annotations.NullMarked;
