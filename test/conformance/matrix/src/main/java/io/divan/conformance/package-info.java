/** Records which cases unmodified peers pass, and writes the compatibility page from that. */
@NullMarked
package io.divan.conformance;

import org.jspecify.annotations.NullMarked;
