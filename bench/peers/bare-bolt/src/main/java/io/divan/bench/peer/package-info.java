/** The floor: frames, Hessian and Netty, and nothing else. */
@NullMarked
package io.divan.bench.peer;

import org.jspecify.annotations.NullMarked;
