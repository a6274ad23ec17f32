package io.divan.rpc.server;

import io.divan.rpc.Address;
import io.divan.rpc.Discovery;
import io.divan.rpc.Discovery.Registration;
import io.divan.rpc.ServiceRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** What a server has announced of its services, and where. */
final class Publications {
  private final String app;

  /** Guards what follows. */
  private final ReentrantLock lock = new ReentrantLock();

  private final List<Target> targets = new ArrayList<>();
  private final List<Registration> registrations = new ArrayList<>();

  private record Target(Discovery discovery, Address advertised) {}

  Publications(String app) {
    this.app = app;
  }

  void add(Discovery discovery, Address advertised, List<ExportedService> services) {
    lock.lock();
    try {
      Target target = new Target(discovery, advertised);
      targets.add(target);
      services.forEach(service -> announce(target, service));
    } finally {
      lock.unlock();
    }
  }

  void exported(ExportedService service) {
    lock.lock();
    try {
      targets.forEach(target -> announce(target, service));
    } finally {
      lock.unlock();
    }
  }

  private void announce(Target target, ExportedService service) {
    registrations.add(
        target.discovery.register(
            new ServiceRegistration(service.name(), target.advertised, service.weight(), app)));
  }

  boolean areConfirmed() {
    lock.lock();
    try {
      return registrations.stream().allMatch(Registration::isConfirmed);
    } finally {
      lock.unlock();
    }
  }

  /** Takes everything off the registries. */
  void withdraw() {
    List<Registration> open;
    lock.lock();
    try {
      open = List.copyOf(registrations);
      registrations.clear();
      targets.clear();
    } finally {
      lock.unlock();
    }
    open.forEach(Registration::close);
  }
}
