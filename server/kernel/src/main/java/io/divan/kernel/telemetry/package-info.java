/** The server's view of itself: structured logs, metrics, health. */
@NullMarked
package io.divan.kernel.telemetry;

import org.jspecify.annotations.NullMarked;
