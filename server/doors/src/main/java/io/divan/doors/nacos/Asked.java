package io.divan.doors.nacos;

import io.divan.doors.nacos.Credentials.Subject;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.session.Session;
import java.net.InetSocketAddress;

/** One request over gRPC, with all that is needed to answer it. */
record Asked(
    Connection connection, Session session, Payload payload, Body body, Credentials credentials) {

  /**
   * Establishes that the client may do this.
   *
   * @return whose doing it is
   * @throws io.divan.kernel.failure.Failure DENIED if it may not
   */
  Origin require(Action action, String namespace, Subject subject) {
    Caller caller = credentials.caller(payload::header, subject);
    caller.require(action, namespace);
    return origin(caller, namespace, connection.client());
  }

  /** Somebody who is nobody is at least somewhere. */
  static Origin origin(Caller caller, String namespace, InetSocketAddress client) {
    return caller.equals(Caller.anybody())
        ? Origin.of(caller.name() + "@" + client.getAddress().getHostAddress(), namespace)
        : caller.origin(namespace);
  }
}
