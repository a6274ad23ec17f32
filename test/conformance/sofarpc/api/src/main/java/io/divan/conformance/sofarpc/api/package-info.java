/** A service and what can be asked of it, known to both sides of a conformance run. */
@NullMarked
package io.divan.conformance.sofarpc.api;

import org.jspecify.annotations.NullMarked;
