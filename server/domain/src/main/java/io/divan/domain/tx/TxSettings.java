package io.divan.domain.tx;

import io.divan.kernel.settings.Setting;
import java.time.Duration;

/** How global transactions are kept. */
public record TxSettings(
    @Setting(
            doc = "A second phase that has failed is tried again after this long, then twice that.",
            def = "200ms")
        Duration retryFirst,
    @Setting(doc = "The longest pause between two attempts at a second phase.", def = "5s")
        Duration retryMost,
    @Setting(
            doc =
                "A commit that cannot reach a branch for this long is held for a person; 0s tries"
                    + " for ever.",
            def = "0s")
        Duration commitRetryLimit,
    @Setting(
            doc =
                "A rollback that cannot reach a branch for this long is held for a person; 0s tries"
                    + " for ever.",
            def = "0s")
        Duration rollbackRetryLimit,
    @Setting(doc = "How often overdue transactions are looked for.", def = "1s")
        Duration timeoutCheck,
    @Setting(
            doc =
                "An XA branch unknown to its database counts as done this long after the"
                    + " transaction's time-out.",
            def = "60s")
        Duration xaUnknownGrace,
    @Setting(doc = "How long resource managers keep undo logs, in days.", def = "7")
        int undoLogDays,
    @Setting(doc = "How often resource managers are told to drop old undo logs.", def = "1d")
        Duration undoLogCleanup,
    @Setting(doc = "Transactions that may be active at one time; more are refused.", def = "200000")
        int maxActive,
    @Setting(
            doc = "How many finished transactions' outcomes are remembered, at two bits each.",
            def = "16777216")
        int rememberedOutcomes) {

  public TxSettings {
    if (undoLogDays < 1 || undoLogDays > Short.MAX_VALUE) {
      throw new IllegalArgumentException("undo-log-days must be from 1 to 32767");
    }
    if (retryFirst.isZero() || retryMost.compareTo(retryFirst) < 0) {
      throw new IllegalArgumentException("retry-most must be at least retry-first, and not zero");
    }
  }
}
