@NullMarked
package io.divan.guard.sentinel;

import org.jspecify.annotations.NullMarked;
