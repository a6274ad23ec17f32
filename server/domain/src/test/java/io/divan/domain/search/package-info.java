/** What is promised of searches. */
@NullMarked
package io.divan.domain.search;

import org.jspecify.annotations.NullMarked;
