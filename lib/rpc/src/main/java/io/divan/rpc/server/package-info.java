/** Services offered to other applications over Bolt. */
@NullMarked
package io.divan.rpc.server;

import org.jspecify.annotations.NullMarked;
