package io.divan.doors.nacos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;

/**
 * How one type of request is answered.
 *
 * @param answerType of an answer, also of one that says why it was refused: clients try again what
 *     is refused by an answer of another type
 */
record Operation(String answerType, Handler handler) {

  /** Answers; runs on an event loop and must not block. */
  interface Handler {
    CompletableFuture<ObjectNode> answer(Asked asked);
  }

  /** Says yes and nothing else. */
  static ObjectNode done() {
    return Body.object();
  }
}
