/** Work that a firing was split into: chunks in any number of levels, done one by one. */
@NullMarked
package io.divan.domain.job.split;

import org.jspecify.annotations.NullMarked;
