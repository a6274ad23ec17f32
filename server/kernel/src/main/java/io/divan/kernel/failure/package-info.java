/** The one error family: every refusal has a kind, a stable code and a next step. */
@NullMarked
package io.divan.kernel.failure;

import org.jspecify.annotations.NullMarked;
