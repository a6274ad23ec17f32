package io.divan.console;

import io.divan.kernel.http.HttpRequest;

/** Which part of a list a page asks for. */
record Paging(int page, int size) {
  private static final int USUAL = 50;
  private static final int MOST = 500;

  static Paging of(HttpRequest request) {
    return new Paging(number(request, "page", 1), Math.min(number(request, "size", USUAL), MOST));
  }

  private static int number(HttpRequest request, String name, int otherwise) {
    return request
        .parameter(name)
        .filter(text -> text.matches("\\d{1,6}"))
        .map(Integer::parseInt)
        .orElse(otherwise);
  }
}
