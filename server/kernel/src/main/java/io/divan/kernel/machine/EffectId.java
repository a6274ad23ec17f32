package io.divan.kernel.machine;

/**
 * Names an effect for ever.
 *
 * @param index the entry that owed it
 * @param ordinal its place among the effects of that entry, from 0
 */
public record EffectId(long index, int ordinal) {}
