package io.divan.doors.seata;

import io.divan.domain.tx.Transactions;
import io.divan.kernel.session.Sessions;
import io.divan.kernel.telemetry.Meters;
import io.divan.kernel.telemetry.ThrottledLog;
import io.divan.kernel.time.Clock;
import io.divan.protocol.seata.SeataMessage.Request;
import io.divan.protocol.seata.SeataMessage.Response;
import java.util.Set;

/** What all connections of the door share. */
record DoorParts(
    String advertisedHost,
    Transactions transactions,
    Requests requests,
    AccessCheck accessCheck,
    Sessions sessions,
    Clock clock,
    SeataSettings settings,
    Meters meters,
    ThrottledLog log,
    Set<SeataConnection> connections) {

  void warn(String message, Object... arguments) {
    log.warn(clock.nanos(), message, arguments);
  }

  void count(Request request, Response response, long nanos) {
    meters.request(
        "seata",
        request.getClass().getSimpleName(),
        response.result().success() ? "ok" : "refused",
        nanos);
  }

  void closed(SeataConnection connection) {
    connections.remove(connection);
  }
}
