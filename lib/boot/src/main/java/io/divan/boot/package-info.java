/** The starter: what a Spring Boot application writes down to be part of Divan. */
@NullMarked
package io.divan.boot;

import org.jspecify.annotations.NullMarked;
