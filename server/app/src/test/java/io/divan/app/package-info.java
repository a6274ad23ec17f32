/** What is promised on the command line. */
@NullMarked
package io.divan.app;

import org.jspecify.annotations.NullMarked;
