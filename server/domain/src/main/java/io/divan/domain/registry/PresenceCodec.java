package io.divan.domain.registry;

import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.domain.registry.Presence.Owned;
import io.divan.domain.registry.wire.RegistrationsRecord;
import io.divan.domain.registry.wire.ServiceRegistration;
import io.divan.kernel.session.SessionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a client has registered, as it is copied between members. */
final class PresenceCodec {
  private PresenceCodec() {}

  static byte[] encode(Owned owned) {
    var record = RegistrationsRecord.newBuilder();
    owned
        .services()
        .forEach((service, instances) ->
            record.addServices(
                ServiceRegistration.newBuilder()
                    .setService(RegistryCodec.wire(service))
                    .addAllInstances(instances.stream().map(RegistryCodec::wire).toList())));
    return record.build().toByteArray();
  }

  /**
   * @throws IllegalArgumentException if this version does not understand it
   */
  static Owned decode(SessionId owner, long version, byte[] bytes) {
    try {
      Map<ServiceKey, List<Instance>> services = new HashMap<>();
      for (ServiceRegistration each : RegistrationsRecord.parseFrom(bytes).getServicesList()) {
        services.put(
            RegistryCodec.service(each.getService()),
            each.getInstancesList().stream()
                .map(instance -> RegistryCodec.instance(instance).withEphemeral(true))
                .toList());
      }
      return new Owned(owner, version, services);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
