@NullMarked
package io.divan.guard.window;

import org.jspecify.annotations.NullMarked;
