package io.divan.kernel.storage;

/**
 * What a crash had left half written at the end of a journal and was cut off when it was opened.
 * Nothing in it had been acknowledged: an acknowledgement follows the fsync of its whole batch.
 *
 * @param file the segment's name
 * @param offset where the damage began, in bytes
 * @param bytes how much was cut
 * @param reason what was wrong with the first record that was cut
 */
public record CutTail(String file, long offset, long bytes, String reason) {}
