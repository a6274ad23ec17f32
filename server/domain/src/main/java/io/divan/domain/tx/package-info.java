/**
 * Global transactions: what has begun, which branches and row locks each has, what was decided, and
 * the second phase that is owed until every branch has answered.
 */
@NullMarked
package io.divan.domain.tx;

import org.jspecify.annotations.NullMarked;
