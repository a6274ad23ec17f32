/** What a client is left with when the server is killed at any moment. */
@NullMarked
package io.divan.crash;

import org.jspecify.annotations.NullMarked;
