/** What is promised of the registry. */
@NullMarked
package io.divan.domain.registry;

import org.jspecify.annotations.NullMarked;
