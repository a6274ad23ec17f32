package io.divan.domain.tx;

import java.time.Instant;
import java.util.List;

/**
 * What a person has done about a transaction.
 *
 * @param author who it was
 * @param reason theirs
 * @param before where the transaction stood
 * @param heldBecause why it was held; empty if it was not
 * @param branches what was left of it, with the rows they locked
 */
public record Intervention(
    Instant at,
    Xid xid,
    Remedy remedy,
    String author,
    String reason,
    TxStatus before,
    String heldBecause,
    List<Branch> branches) {}
