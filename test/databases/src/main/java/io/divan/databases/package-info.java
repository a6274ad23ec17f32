/** Real databases as processes, for tests and the demo. */
@NullMarked
package io.divan.databases;

import org.jspecify.annotations.NullMarked;
