/**
 * Who is asking and what they may do, in one model that every door speaks in its peer's own way.
 */
@NullMarked
package io.divan.kernel.identity;

import org.jspecify.annotations.NullMarked;
