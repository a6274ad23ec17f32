/** What is promised of configurations. */
@NullMarked
package io.divan.domain.config;

import org.jspecify.annotations.NullMarked;
