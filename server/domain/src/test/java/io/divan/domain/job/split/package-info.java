/** What split work promises. */
@NullMarked
package io.divan.domain.job.split;

import org.jspecify.annotations.NullMarked;
