package io.divan.domain.search;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a longer list.
 *
 * @param total how many there are on all pages
 */
public record Page<T>(int total, List<T> items) {
  public Page {
    items = List.copyOf(items);
  }

  /**
   * Cuts a page out of a whole list.
   *
   * @param number from 1; smaller ones mean the first
   * @param size how many at most
   */
  public static <T> Page<T> of(List<T> all, int number, int size) {
    int length = Math.max(size, 0);
    long from = Math.min((Math.max(number, 1) - 1L) * length, all.size());
    long to = Math.min(from + length, all.size());
    return new Page<>(all.size(), all.subList((int) from, (int) to));
  }

  public <R> Page<R> map(Function<? super T, ? extends R> each) {
    return new Page<>(total, items.stream().<R>map(each).toList());
  }
}
