/** What belongs to a connection and ends with it; never part of the log. */
@NullMarked
package io.divan.kernel.session;

import org.jspecify.annotations.NullMarked;
