package io.divan.kernel.machine;

/** An effect and its name. */
public record Owed(EffectId id, Effect effect) {}
