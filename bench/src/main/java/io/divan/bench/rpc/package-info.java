/** Calls: our RPC beside the peers'. */
@NullMarked
package io.divan.bench.rpc;

import org.jspecify.annotations.NullMarked;
