/** Calls to services of other applications over Bolt. */
@NullMarked
package io.divan.rpc.client;

import org.jspecify.annotations.NullMarked;
