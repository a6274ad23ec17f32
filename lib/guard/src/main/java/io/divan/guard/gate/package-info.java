/** Rules at work: what each lets through, and what it learns from how calls end. */
@NullMarked
package io.divan.guard.gate;

import org.jspecify.annotations.NullMarked;
