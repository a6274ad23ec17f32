package io.divan.kernel.http;

import io.divan.kernel.failure.Failure.Kind;

/** Our kinds of failure as HTTP status codes. */
public final class HttpStatus {
  private HttpStatus() {}

  public static int of(Kind kind) {
    return switch (kind) {
      case USER -> 400;
      case DENIED -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case EXHAUSTED -> 429;
      case NOT_LEADER, UNAVAILABLE -> 503;
      case EXTERNAL -> 502;
      case UNKNOWN, INTERNAL -> 500;
    };
  }
}
