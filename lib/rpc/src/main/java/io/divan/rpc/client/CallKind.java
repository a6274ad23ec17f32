package io.divan.rpc.client;

/** How a caller takes the answer. */
public enum CallKind {
  /** The calling thread waits for it. */
  SYNC,
  /** A future or a callback gets it. */
  ASYNC,
  /** Nobody: there is none. */
  ONE_WAY
}
