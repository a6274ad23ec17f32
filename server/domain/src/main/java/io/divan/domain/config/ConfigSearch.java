package io.divan.domain.config;

import io.divan.domain.search.Wildcard;

/**
 * What is looked for among the configurations of a namespace; empty parts do not matter.
 *
 * @param text has to be in the content
 */
public record ConfigSearch(
    String namespace,
    Wildcard group,
    Wildcard dataId,
    String appName,
    String type,
    String tag,
    String text) {

  /** Everything in a namespace. */
  public static ConfigSearch everythingIn(String namespace) {
    var any = new Wildcard("");
    return new ConfigSearch(namespace, any, any, "", "", "", "");
  }

  boolean finds(Configuration each) {
    return group.matches(each.key().group())
        && dataId.matches(each.key().dataId())
        && (appName.isEmpty() || appName.equals(each.appName()))
        && (type.isEmpty() || type.equals(each.type()))
        && (tag.isEmpty() || each.tags().contains(tag))
        && each.content().contains(text);
  }
}
