/** The unmodified peer as programs: a server, and a client that runs the cases. */
@NullMarked
package io.divan.conformance.sofarpc.peer;

import org.jspecify.annotations.NullMarked;
