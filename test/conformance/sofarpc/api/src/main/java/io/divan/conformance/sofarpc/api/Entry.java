package io.divan.conformance.sofarpc.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A superclass with a field of its own. */
public class Entry implements Serializable {
  private static final long serialVersionUID = 1L;

  public @Nullable String inherited;
}
