/** Configurations: what applications are told to be like, with its past and who is listening. */
@NullMarked
package io.divan.domain.config;

import org.jspecify.annotations.NullMarked;
