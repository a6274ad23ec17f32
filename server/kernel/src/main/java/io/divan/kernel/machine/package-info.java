/**
 * What a domain is made of: commands, the deterministic machine that applies them, the effects it
 * owes the world, and its snapshot. Nothing here knows how the log works.
 */
@NullMarked
package io.divan.kernel.machine;

import org.jspecify.annotations.NullMarked;
