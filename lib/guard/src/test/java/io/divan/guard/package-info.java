@NullMarked
package io.divan.guard;

import org.jspecify.annotations.NullMarked;
