package io.divan.bank.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.divan.process.ServerProcess;

/** What the server says of its transactions, by the API of its console. */
final class Coordinator {
  private final ServerProcess server;
  private final ObjectMapper json = new ObjectMapper();

  Coordinator(ServerProcess server) {
    this.server = server;
  }

  /** Transactions that are open or still owe something. */
  long active() {
    return get("/api/transactions").path("total").asLong(-1);
  }

  /** Rows that are locked. */
  long locks() {
    JsonNode locks = get("/api/locks");
    if (!locks.isArray()) {
      throw new IllegalStateException("the server did not list its locks: " + locks);
    }
    return locks.size();
  }

  private JsonNode get(String path) {
    var answer = server.get(path);
    try {
      if (answer.statusCode() == 200) {
        return json.readTree(answer.body());
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(path + " is no JSON", e);
    }
    throw new IllegalStateException(path + " answered " + answer.statusCode());
  }
}
