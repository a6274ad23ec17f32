/** Settings as typed records, read from a file, the environment and the command line. */
@NullMarked
package io.divan.kernel.settings;

import org.jspecify.annotations.NullMarked;
