package io.divan.boot.rpc;

import io.divan.rpc.Address;

/** Where this application's services are offered. */
@FunctionalInterface
public interface OfferedAddress {
  /** What other applications are told; port 0 if nothing is offered. Known once all has started. */
  Address address();
}
