/**
 * The registry: which services there are, where their instances run, and who wants to know. What a
 * connected client registers is session state; what has to survive everything is on the log.
 */
@NullMarked
package io.divan.domain.registry;

import org.jspecify.annotations.NullMarked;
