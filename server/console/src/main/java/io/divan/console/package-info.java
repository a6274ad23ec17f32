/** The console: pages that people look at, and the JSON behind them. */
@NullMarked
package io.divan.console;

import org.jspecify.annotations.NullMarked;
