/**
 * Configuration kept on the server: {@code <application>.properties} and {@code <application>.yaml}
 * as property sources above the application's own files, below the environment's variables.
 */
@NullMarked
package io.divan.boot.config;

import org.jspecify.annotations.NullMarked;
