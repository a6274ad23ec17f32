package io.divan.domain.tx;

/** Tells a resource manager to drop undo logs older than some days; nothing is answered. */
public record UndoLogCleanup(String resource, int days) {}
