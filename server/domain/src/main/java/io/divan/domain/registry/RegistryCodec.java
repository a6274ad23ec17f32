package io.divan.domain.registry;

import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.domain.registry.RegistryCommand.Declare;
import io.divan.domain.registry.RegistryCommand.Deregister;
import io.divan.domain.registry.RegistryCommand.Overrule;
import io.divan.domain.registry.RegistryCommand.Register;
import io.divan.domain.registry.RegistryCommand.Remove;
import io.divan.domain.registry.RegistryCommand.Report;
import io.divan.domain.registry.RegistryCommand.ReportHealth;
import io.divan.domain.registry.RegistryCommand.SetHealthCheck;
import io.divan.domain.registry.wire.DeclarationRecord;
import io.divan.domain.registry.wire.EndpointRecord;
import io.divan.domain.registry.wire.HealthCheckRecord;
import io.divan.domain.registry.wire.HealthReportRecord;
import io.divan.domain.registry.wire.InstanceRecord;
import io.divan.domain.registry.wire.OverrideInstance;
import io.divan.domain.registry.wire.OverrideRecord;
import io.divan.domain.registry.wire.RegistryEntry;
import io.divan.domain.registry.wire.RegistryResult;
import io.divan.domain.registry.wire.Service;
import io.divan.domain.registry.wire.ServiceRecord;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.Codec;
import io.divan.kernel.machine.SectionReader;
import io.divan.kernel.machine.SectionWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The registry's commands and snapshot as divan/registry.proto lays them out. */
final class RegistryCodec implements Codec<RegistryCommand> {
  private static final int SNAPSHOT_VERSION = 1;

  @Override
  public byte[] encode(RegistryCommand command) {
    var entry = RegistryEntry.newBuilder();
    switch (command) {
      case Register c ->
          entry.getRegisterBuilder().setService(wire(c.service())).setInstance(wire(c.instance()));
      case Deregister c ->
          entry
              .getDeregisterBuilder()
              .setService(wire(c.service()))
              .setEndpoint(wire(c.endpoint()));
      case Declare c ->
          entry
              .getDeclareBuilder()
              .setService(wire(c.service()))
              .setDeclaration(wire(c.declaration()));
      case Remove c -> entry.getRemoveBuilder().setService(wire(c.service()));
      case SetHealthCheck c ->
          entry
              .getSetHealthCheckBuilder()
              .setService(wire(c.service()))
              .setCluster(c.cluster())
              .setCheck(wire(c.check()));
      case Overrule c -> entry.setOverride(wire(c.service(), c.endpoint(), c.override()));
      case ReportHealth c -> {
        for (Report each : c.reports()) {
          entry
              .getReportHealthBuilder()
              .addReports(
                  HealthReportRecord.newBuilder()
                      .setService(wire(each.service()))
                      .setEndpoint(wire(each.endpoint()))
                      .setHealthy(each.healthy()));
        }
      }
    }
    return entry.build().toByteArray();
  }

  @Override
  public RegistryCommand decode(byte[] bytes) {
    RegistryEntry entry;
    try {
      entry = RegistryEntry.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
    return switch (entry.getCommandCase()) {
      case REGISTER ->
          new Register(
              service(entry.getRegister().getService()),
              instance(entry.getRegister().getInstance()));
      case DEREGISTER ->
          new Deregister(
              service(entry.getDeregister().getService()),
              endpoint(entry.getDeregister().getEndpoint()));
      case DECLARE ->
          new Declare(
              service(entry.getDeclare().getService()),
              declaration(entry.getDeclare().getDeclaration()));
      case REMOVE -> new Remove(service(entry.getRemove().getService()));
      case SET_HEALTH_CHECK ->
          new SetHealthCheck(
              service(entry.getSetHealthCheck().getService()),
              entry.getSetHealthCheck().getCluster(),
              check(entry.getSetHealthCheck().getCheck()));
      case OVERRIDE ->
          new Overrule(
              service(entry.getOverride().getService()),
              endpoint(entry.getOverride().getEndpoint()),
              override(entry.getOverride()));
      case REPORT_HEALTH ->
          new ReportHealth(
              entry.getReportHealth().getReportsList().stream()
                  .map(RegistryCodec::report)
                  .toList());
      case COMMAND_NOT_SET -> throw new IllegalArgumentException("an unknown registry command");
    };
  }

  private static Report report(HealthReportRecord from) {
    return new Report(service(from.getService()), endpoint(from.getEndpoint()), from.getHealthy());
  }

  @Override
  public byte[] encodeResult(Object result) {
    return RegistryResult.newBuilder().setChanged((Boolean) result).build().toByteArray();
  }

  @Override
  public Object decodeResult(byte[] bytes) {
    try {
      return RegistryResult.parseFrom(bytes).getChanged();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  Capture capture(Map<ServiceKey, LastingService> services) {
    return new Capture() {
      @Override
      public int version() {
        return SNAPSHOT_VERSION;
      }

      @Override
      public void writeTo(SectionWriter section) throws IOException {
        for (var each : services.entrySet()) {
          section.write(wire(each.getKey(), each.getValue()).toByteArray());
        }
      }
    };
  }

  void restore(SectionReader section, BiConsumer<ServiceKey, LastingService> services) {
    if (section.version() > SNAPSHOT_VERSION) {
      throw new IllegalArgumentException("registry snapshot of version " + section.version());
    }
    for (byte[] bytes = section.next(); bytes != null; bytes = section.next()) {
      ServiceRecord each;
      try {
        each = ServiceRecord.parseFrom(bytes);
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalArgumentException(e);
      }
      services.accept(service(each.getService()), lasting(each));
    }
  }

  private static ServiceRecord wire(ServiceKey key, LastingService service) {
    var to = ServiceRecord.newBuilder().setService(wire(key));
    service.declared().ifPresent(declaration -> to.setDeclaration(wire(declaration)));
    service.instances().values().forEach(instance -> to.addInstances(wire(instance)));
    service.checks().forEach((cluster, check) -> to.putChecks(cluster, wire(check)));
    service
        .overrides()
        .forEach(
            (endpoint, override) -> to.addOverrides(wire(key, endpoint, Optional.of(override))));
    return to.build();
  }

  private static LastingService lasting(ServiceRecord from) {
    Map<Endpoint, Instance> instances = new LinkedHashMap<>();
    for (InstanceRecord each : from.getInstancesList()) {
      Instance instance = instance(each);
      instances.put(instance.endpoint(), instance);
    }
    Map<String, HealthCheck> checks = new LinkedHashMap<>();
    from.getChecksMap().forEach((cluster, each) -> checks.put(cluster, check(each)));
    Map<Endpoint, InstanceOverride> overrides = new LinkedHashMap<>();
    for (OverrideInstance each : from.getOverridesList()) {
      override(each).ifPresent(known -> overrides.put(endpoint(each.getEndpoint()), known));
    }
    Optional<Declaration> declared =
        from.hasDeclaration() ? Optional.of(declaration(from.getDeclaration())) : Optional.empty();
    return new LastingService(declared, instances, checks, overrides);
  }

  static Service wire(ServiceKey key) {
    return Service.newBuilder()
        .setNamespace(key.namespace())
        .setGroup(key.group())
        .setName(key.name())
        .build();
  }

  static ServiceKey service(Service from) {
    return new ServiceKey(from.getNamespace(), from.getGroup(), from.getName());
  }

  private static EndpointRecord wire(Endpoint endpoint) {
    return EndpointRecord.newBuilder()
        .setIp(endpoint.ip())
        .setPort(endpoint.port())
        .setCluster(endpoint.cluster())
        .build();
  }

  private static Endpoint endpoint(EndpointRecord from) {
    return new Endpoint(from.getIp(), from.getPort(), from.getCluster());
  }

  static InstanceRecord wire(Instance instance) {
    return InstanceRecord.newBuilder()
        .setEndpoint(wire(instance.endpoint()))
        .setWeight(instance.weight())
        .setEnabled(instance.enabled())
        .setHealthy(instance.healthy())
        .putAllMetadata(instance.metadata())
        .setId(instance.id())
        .build();
  }

  static Instance instance(InstanceRecord from) {
    return new Instance(
        endpoint(from.getEndpoint()),
        from.getWeight(),
        from.getEnabled(),
        from.getHealthy(),
        false,
        from.getMetadataMap(),
        from.getId());
  }

  private static DeclarationRecord wire(Declaration declaration) {
    return DeclarationRecord.newBuilder()
        .setProtectThreshold(declaration.protectThreshold())
        .putAllMetadata(declaration.metadata())
        .build();
  }

  private static Declaration declaration(DeclarationRecord from) {
    return new Declaration(from.getProtectThreshold(), from.getMetadataMap());
  }

  private static HealthCheckRecord wire(HealthCheck check) {
    return HealthCheckRecord.newBuilder()
        .setKind(check.kind().name())
        .setPort(check.port())
        .build();
  }

  private static HealthCheck check(HealthCheckRecord from) {
    return new HealthCheck(HealthCheck.Kind.valueOf(from.getKind()), from.getPort());
  }

  private static OverrideInstance wire(
      ServiceKey service, Endpoint endpoint, Optional<InstanceOverride> override) {
    var to = OverrideInstance.newBuilder().setService(wire(service)).setEndpoint(wire(endpoint));
    override.ifPresent(known ->
        to.setOverride(
            OverrideRecord.newBuilder()
                .setWeight(known.weight())
                .setEnabled(known.enabled())
                .putAllMetadata(known.metadata())));
    return to.build();
  }

  private static Optional<InstanceOverride> override(OverrideInstance from) {
    return from.hasOverride()
        ? Optional.of(
            new InstanceOverride(
                from.getOverride().getWeight(),
                from.getOverride().getEnabled(),
                from.getOverride().getMetadataMap()))
        : Optional.empty();
  }
}
