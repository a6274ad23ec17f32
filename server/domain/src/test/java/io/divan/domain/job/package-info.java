/** What routing and the wheel promise. */
@NullMarked
package io.divan.domain.job;

import org.jspecify.annotations.NullMarked;
