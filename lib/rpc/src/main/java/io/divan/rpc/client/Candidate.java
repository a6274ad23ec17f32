package io.divan.rpc.client;

/** A server that may be picked, as far as picking is concerned. */
interface Candidate {
  /** What it is called, for places on a ring that do not depend on who else is there. */
  String name();

  /** Its weight among the others, 0 for none. */
  int weight();

  /** How much of its weight it may have now: 0 for nothing, 1 for all. */
  double part();

  /** What one more call would cost; infinite if it cannot be made. */
  double cost();

  /** How many calls it is carrying out for us. */
  int inFlight();
}
