package io.divan.rpc.server;

import io.divan.protocol.bolt.BoltRequest;
import io.divan.protocol.sofarpc.DivanHeader;
import io.divan.rpc.wire.ServerConnection;

/** A request and where its answer goes. */
record Question(ServerConnection connection, BoltRequest request) {
  /** Whether it is from a client of ours, which understands more than the peers do. */
  boolean isOurs() {
    return request.body().header(DivanHeader.CLIENT) != null;
  }
}
