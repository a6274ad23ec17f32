package io.divan.domain.registry;

import io.divan.domain.registry.RegistryCommand.Declare;
import io.divan.domain.registry.RegistryCommand.Deregister;
import io.divan.domain.registry.RegistryCommand.Overrule;
import io.divan.domain.registry.RegistryCommand.Register;
import io.divan.domain.registry.RegistryCommand.Remove;
import io.divan.domain.registry.RegistryCommand.Report;
import io.divan.domain.registry.RegistryCommand.ReportHealth;
import io.divan.domain.registry.RegistryCommand.SetHealthCheck;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.Codec;
import io.divan.kernel.machine.Entry;
import io.divan.kernel.machine.Machine;
import io.divan.kernel.machine.SectionReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The lasting part of the registry as a deterministic machine. */
final class RegistryMachine implements Machine<RegistryCommand> {
  private static final RegistryCodec CODEC = new RegistryCodec();

  private final Consumer<ServiceKey> onChange;
  private final TreeMap<ServiceKey, LastingService> services = new TreeMap<>();
  private long bytes;

  /**
   * @param onChange told of every change once it is made, on the applying thread: hands over
   */
  RegistryMachine(Consumer<ServiceKey> onChange) {
    this.onChange = onChange;
  }

  @Override
  public String name() {
    return "registry";
  }

  @Override
  public Class<RegistryCommand> commands() {
    return RegistryCommand.class;
  }

  @Override
  public Codec<RegistryCommand> codec() {
    return CODEC;
  }

  LastingService find(ServiceKey key) {
    return services.getOrDefault(key, LastingService.NONE);
  }

  Map<ServiceKey, LastingService> all() {
    return new LinkedHashMap<>(services);
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void check(Entry entry, RegistryCommand command) {
    if (command instanceof Remove(ServiceKey service) && !find(service).instances().isEmpty()) {
      throw inUse(service);
    }
  }

  static Failure inUse(ServiceKey service) {
    return Failure.of(
        Kind.CONFLICT,
        "registry.service-in-use",
        service + " still has instances. Deregister them first.");
  }

  @Override
  public Boolean apply(Entry entry, RegistryCommand command) {
    check(entry, command);
    return switch (command) {
      case Register c -> change(c.service(), service -> service.with(c.instance()));
      case Deregister c -> change(c.service(), service -> service.without(c.endpoint()));
      case Declare c -> change(c.service(), service -> service.with(Optional.of(c.declaration())));
      case Remove c -> change(c.service(), service -> LastingService.NONE);
      case SetHealthCheck c -> change(c.service(), service -> service.with(c.cluster(), c.check()));
      case Overrule c -> change(c.service(), service -> service.with(c.endpoint(), c.override()));
      case ReportHealth c -> {
        boolean changed = false;
        for (Report each : c.reports()) {
          changed |= change(each.service(), service -> found(service, each));
        }
        yield changed;
      }
    };
  }

  /** A probe's word about an instance that may be gone by now. */
  private static LastingService found(LastingService service, Report report) {
    Instance instance = service.instances().get(report.endpoint());
    return instance == null ? service : service.with(instance.withHealthy(report.healthy()));
  }

  private boolean change(ServiceKey key, UnaryOperator<LastingService> how) {
    LastingService before = find(key);
    LastingService after = how.apply(before);
    if (after.equals(before)) {
      return false;
    }
    put(key, after);
    bytes -= before.bytes();
    onChange.accept(key);
    return true;
  }

  private void put(ServiceKey key, LastingService service) {
    if (service.isNothing()) {
      services.remove(key);
    } else {
      services.put(key, service);
    }
    bytes += service.bytes();
  }

  @Override
  public Capture capture() {
    return CODEC.capture(all());
  }

  @Override
  public void restore(SectionReader section) {
    services.clear();
    bytes = 0;
    CODEC.restore(section, this::put);
  }
}
