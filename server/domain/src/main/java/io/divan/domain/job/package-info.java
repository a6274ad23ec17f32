/** Which executor runs a job, and when its turn comes. */
@NullMarked
package io.divan.domain.job;

import org.jspecify.annotations.NullMarked;
