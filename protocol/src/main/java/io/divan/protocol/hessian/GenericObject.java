package io.divan.protocol.hessian;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object as data, for callers that do not have its class.
 *
 * @param type the class's name
 * @param fields values by field name, in the order of the wire; mutable while being read
 */
public record GenericObject(String type, Map<String, @Nullable Object> fields) {
  public GenericObject(String type) {
    this(type, new LinkedHashMap<>());
  }

  /** Sets a field and gives the object back. */
  public GenericObject with(String field, @Nullable Object value) {
    fields.put(field, value);
    return this;
  }

  public @Nullable Object get(String field) {
    return fields.get(field);
  }

  /** Identity, because objects may contain themselves. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return type + fields.keySet();
  }
}
