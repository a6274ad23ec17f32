package io.divan.protocol.bolt;

/** What a Bolt frame is about. */
public enum BoltCommand {
  HEARTBEAT(0),
  REQUEST(1),
  RESPONSE(2);

  private final int code;

  BoltCommand(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static BoltCommand of(int code) {
    return switch (code) {
      case 0 -> HEARTBEAT;
      case 1 -> REQUEST;
      case 2 -> RESPONSE;
      default -> throw new BoltFormatException("unknown Bolt command code " + code);
    };
  }
}
