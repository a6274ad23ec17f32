/** The peer sofa-rpc. */
@NullMarked
package io.divan.bench.peer;

import org.jspecify.annotations.NullMarked;
