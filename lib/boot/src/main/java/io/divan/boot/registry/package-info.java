/** The application itself as an instance in the registry. */
@NullMarked
package io.divan.boot.registry;

import org.jspecify.annotations.NullMarked;
