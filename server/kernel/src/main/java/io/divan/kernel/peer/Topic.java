package io.divan.kernel.peer;

/** What a message between members is about. The numbers are written on the wire. */
public enum Topic {
  /** Consensus: JRaft's own messages. */
  RAFT(1),
  /** Changes on their way to the leader. */
  PROPOSALS(2),
  /** Who follows a leader whose process is gone. */
  SUCCESSION(3),
  /** Adding and removing members, asked of the leader. */
  MEMBERSHIP(4),
  /** Copies of what sessions have said. */
  SESSIONS(5),
  /** Messages to the sessions of another member. */
  DELIVERY(6);

  private final int number;

  Topic(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static Topic of(int number) {
    for (Topic topic : values()) {
      if (topic.number == number) {
        return topic;
      }
    }
    throw new IllegalArgumentException("no topic " + number);
  }
}
