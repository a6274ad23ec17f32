/** Rules as data: what protects a resource. */
@NullMarked
package io.divan.guard.rule;

import org.jspecify.annotations.NullMarked;
