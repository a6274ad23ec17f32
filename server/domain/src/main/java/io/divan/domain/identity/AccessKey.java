package io.divan.domain.identity;

import java.time.Instant;

/**
 * A key with which a program signs what it sends, acting as a user. The secret is kept as it is,
 * because checking a signature needs it.
 */
record AccessKey(String key, String secret, String user, Instant created) {
  @Override
  public String toString() {
    return "AccessKey[key=" + key + ", user=" + user + "]";
  }
}
