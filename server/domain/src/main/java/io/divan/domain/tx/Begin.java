package io.divan.domain.tx;

import java.time.Duration;
import java.time.Instant;

/**
 * What was said when a transaction began.
 *
 * @param name for people
 * @param application the transaction manager's
 * @param group the client's transaction service group
 */
public record Begin(
    Xid xid, String name, String application, String group, Instant began, Duration timeout) {

  boolean isOverdueAt(Instant now) {
    return now.isAfter(began.plus(timeout));
  }
}
