package io.divan.rpc;

/** Everything that can go wrong with a call besides the service's own exceptions. */
public enum RpcError {
  /** No answer in time; the call may have been carried out. */
  TIMEOUT(Kind.UNKNOWN),
  /** The time allowed was over before anything was sent. */
  DEADLINE_PASSED(Kind.UNAVAILABLE),
  /** The connection went away with the call under way; it may have been carried out. */
  CONNECTION_LOST(Kind.UNKNOWN),
  /** The calling thread was interrupted while it waited. */
  INTERRUPTED(Kind.UNKNOWN),
  /** No address of the service is known. */
  NO_ADDRESS(Kind.UNAVAILABLE),
  /** Addresses are known, none of them is connected; nothing was sent. */
  NOT_CONNECTED(Kind.UNAVAILABLE),
  /** The client or server is shutting down; the call was not carried out. */
  CLOSING(Kind.UNAVAILABLE),
  /** Too many calls under way at this client; nothing was sent. */
  CLIENT_BUSY(Kind.EXHAUSTED),
  /** The server's queue is full; the call was not carried out. */
  SERVER_BUSY(Kind.EXHAUSTED),
  /** The server does not have the service. */
  SERVICE_NOT_FOUND(Kind.NOT_FOUND),
  /** The service does not have the method. */
  METHOD_NOT_FOUND(Kind.NOT_FOUND),
  /** The arguments cannot be written, or the server will not read them; not carried out. */
  ARGUMENTS_REFUSED(Kind.USER),
  /** Carried out, but the result is nothing this client will read. */
  RESULT_REFUSED(Kind.EXTERNAL),
  /** Carried out, but the server cannot write the result. */
  RESULT_NOT_SENT(Kind.EXTERNAL),
  /** The server failed, or the service threw an exception that its interface does not declare. */
  SERVER_FAILED(Kind.EXTERNAL);

  /** What a caller can do about it. */
  public enum Kind {
    /** Send something else. */
    USER,
    /** Ask somebody else. */
    NOT_FOUND,
    /** Try again later, nothing has happened. */
    UNAVAILABLE,
    /** Try again later and less often, nothing has happened. */
    EXHAUSTED,
    /** Find out whether it has happened. */
    UNKNOWN,
    /** Look at the other side. */
    EXTERNAL
  }

  private final Kind kind;

  RpcError(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
