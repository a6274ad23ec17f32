/** What runs of graphs promise. */
@NullMarked
package io.divan.domain.job.graph;

import org.jspecify.annotations.NullMarked;
