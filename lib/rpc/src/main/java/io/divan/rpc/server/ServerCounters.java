package io.divan.rpc.server;

import java.util.concurrent.atomic.LongAdder;

/** What has happened at a server since it started. */
final class ServerCounters {
  /** Carried out, whatever came of it. */
  final LongAdder done = new LongAdder();

  /** Turned away because the queue was full. */
  final LongAdder busy = new LongAdder();

  /** Not carried out because their callers had stopped waiting. */
  final LongAdder expired = new LongAdder();

  /** Not understood, or of forbidden content. */
  final LongAdder refused = new LongAdder();

  /** Ended in an exception that the interface does not declare. */
  final LongAdder failed = new LongAdder();
}
