/** What is on disk: the data directory, and journals of checksummed records in segment files. */
@NullMarked
package io.divan.kernel.storage;

import org.jspecify.annotations.NullMarked;
