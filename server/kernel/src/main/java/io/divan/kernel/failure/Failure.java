package io.divan.kernel.failure;

import org.jspecify.annotations.Nullable;

/**
 * Why something was not done, in a form that every door can translate.
 *
 * <p>The {@link Kind} decides what a caller may do about it, the code is stable across releases and
 * made for programs ({@code tx.lock-conflict}), the message is made for people and says what to do
 * next. A failure that a machine returns is part of its deterministic result, so it carries no
 * stack trace.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a caller may do about a failure. */
  public enum Kind {
    /** The request is malformed or breaks a rule; repeating it will fail again. */
    USER,
    /** What was asked for does not exist. */
    NOT_FOUND,
    /** The caller may not do this. */
    DENIED,
    /** The state has moved on: another holder, another version. */
    CONFLICT,
    /** This node does not lead the group; the message names the leader where it is known. */
    NOT_LEADER,
    /** Not possible now, possibly later. */
    UNAVAILABLE,
    /** A bound was reached: a quota, a queue, a size. */
    EXHAUSTED,
    /** The outcome cannot be told: it may or may not have happened. */
    UNKNOWN,
    /** Something outside Divan failed: a client, a database, a file. */
    EXTERNAL,
    /** A defect of Divan itself. */
    INTERNAL
  }

  private final Kind kind;
  private final String code;

  private Failure(Kind kind, String code, String message, @Nullable Throwable cause) {
    super(message, cause, false, cause != null);
    this.kind = kind;
    this.code = code;
  }

  public static Failure of(Kind kind, String code, String message) {
    return new Failure(kind, code, message, null);
  }

  public static Failure caused(Kind kind, String code, String message, Throwable cause) {
    return new Failure(kind, code, message, cause);
  }

  public Kind kind() {
    return kind;
  }

  /** Stable and lower case, {@code area.what}; never shown alone to a person. */
  public String code() {
    return code;
  }

  /** The message, which a failure always has. */
  public String explanation() {
    String message = getMessage();
    return message == null ? code : message;
  }
}
