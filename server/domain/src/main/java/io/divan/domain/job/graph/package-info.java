/** Graphs of jobs: which comes after which, and how far a run of one has come. */
@NullMarked
package io.divan.domain.job.graph;

import org.jspecify.annotations.NullMarked;
