package io.divan.domain.config;

/**
 * How much is kept. Travels with every command, so that members with different settings still keep
 * the same.
 *
 * @param revisions of one configuration, the newest included
 * @param bytesPerItem for all revisions of one configuration; the newest is kept in any case
 * @param removedItems configurations whose past is kept after their removal
 * @param bytesInAll beyond which nothing more is taken
 */
record Retention(int revisions, long bytesPerItem, int removedItems, long bytesInAll) {}
