/** The program: what it is made of, and its command line. */
@NullMarked
package io.divan.app;

import org.jspecify.annotations.NullMarked;
