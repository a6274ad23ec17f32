package io.divan.kernel.storage;

/**
 * One entry of a journal.
 *
 * @param index its place; consecutive
 * @param kind a tag of the journal's owner, kept outside the payload so that a scan can tell
 *     records apart without decoding them
 * @param payload not copied: neither side may change it afterwards
 */
public record JournalRecord(long index, byte kind, byte[] payload) {}
