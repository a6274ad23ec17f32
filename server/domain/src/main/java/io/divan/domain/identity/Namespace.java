package io.divan.domain.identity;

/**
 * A tenant: part of every key, and what grants are given for.
 *
 * @param id empty for the default one
 * @param name for people
 */
public record Namespace(String id, String name, String description) {
  /** The one that is always there. */
  public static final Namespace DEFAULT = new Namespace("", "public", "The default namespace");
}
