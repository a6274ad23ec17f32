package io.divan.bank.demo;

import java.util.List;

/**
 * How a run stands, as the console's Bank page reads it.
 *
 * @param phase what is being done: starting, running, settling, funding, finished, failed
 * @param updated when this was written, in ISO 8601
 * @param source where the orders are from
 * @param seconds since the first order was submitted
 * @param perSecond orders committed in each of the last seconds, oldest first
 * @param verdict what the books say in the end; empty before
 */
record FlowView(
    String phase,
    String updated,
    String source,
    long seed,
    boolean withFaults,
    long seconds,
    Counts orders,
    List<Long> perSecond,
    Millis latency,
    List<BankRow> banks,
    List<Event> events,
    String verdict) {

  /** Orders, by what has come of them. */
  record Counts(
      long total, long committed, long refused, long rolledBack, long retried, long settled) {}

  /** How long orders took, in milliseconds. */
  record Millis(long p50, long p95, long p99) {}

  /** A partner bank: what the orders come to, and what its ledger has been credited. */
  record BankRow(String bank, String expected, String credited) {}

  /** Something that happened, so many seconds into the run. */
  record Event(long second, String text) {}
}
