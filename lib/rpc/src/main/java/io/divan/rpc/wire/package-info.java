/**
 * Connections: frames in, frames out, and bounds on what either may take. Shared by client and
 * server; no API for applications.
 */
@NullMarked
package io.divan.rpc.wire;

import org.jspecify.annotations.NullMarked;
