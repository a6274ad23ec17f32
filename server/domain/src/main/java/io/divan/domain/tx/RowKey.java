package io.divan.domain.tx;

import java.util.ArrayList;
import java.util.List;

/**
 * A row that can be locked.
 *
 * @param resource the database, as its resource manager calls it
 * @param primaryKey its value, or values joined by the resource manager
 */
public record RowKey(String resource, String table, String primaryKey) {
  /**
   * Reads a resource manager's list of rows, {@code table:pk,pk;table:pk}. What follows a part
   * without a colon is ignored, as the peer's own coordinator does (seata-server 2.0.0,
   * AbstractLockManager.collectRowLocks).
   */
  static List<RowKey> parse(String resource, String lockKeys) {
    if (lockKeys.isEmpty()) {
      return List.of();
    }
    List<RowKey> rows = new ArrayList<>();
    for (String group : lockKeys.split(";")) {
      int colon = group.indexOf(':');
      if (colon < 0 || colon == group.length() - 1) {
        return rows;
      }
      String table = group.substring(0, colon);
      for (String key : group.substring(colon + 1).split(",")) {
        if (!key.isBlank()) {
          rows.add(new RowKey(resource, table, key));
        }
      }
    }
    return rows;
  }
}
