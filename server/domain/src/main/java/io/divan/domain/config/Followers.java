package io.divan.domain.config;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.session.SessionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Which sessions listen to which configurations. */
final class Followers {
  private final int maxPerSession;
  private final ReentrantLock lock = new ReentrantLock(); // guards both maps
  private final Map<ConfigKey, Set<SessionId>> byKey = new HashMap<>();
  private final Map<SessionId, Set<ConfigKey>> bySession = new HashMap<>();

  Followers(int maxPerSession) {
    this.maxPerSession = maxPerSession;
  }

  /**
   * @return whether it is the session's first
   * @throws Failure EXHAUSTED if the session listens to as many as it may
   */
  boolean add(SessionId session, ConfigKey key) {
    lock.lock();
    try {
      Set<ConfigKey> keys = bySession.get(session);
      if (keys != null && keys.size() >= maxPerSession && !keys.contains(key)) {
        throw Failure.of(
            Kind.EXHAUSTED,
            "config.too-many-listens",
            "One client may listen to " + maxPerSession + " configurations.");
      }
      bySession.computeIfAbsent(session, s -> new HashSet<>()).add(key);
      byKey.computeIfAbsent(key, k -> new HashSet<>()).add(session);
      return keys == null;
    } finally {
      lock.unlock();
    }
  }

  void remove(SessionId session, ConfigKey key) {
    lock.lock();
    try {
      Set<ConfigKey> keys = bySession.get(session);
      if (keys != null) {
        keys.remove(key); // an empty set stays: the session is known until it ends
      }
      removeFrom(key, session);
    } finally {
      lock.unlock();
    }
  }

  void ended(SessionId session) {
    lock.lock();
    try {
      Set<ConfigKey> keys = bySession.remove(session);
      if (keys != null) {
        keys.forEach(key -> removeFrom(key, session));
      }
    } finally {
      lock.unlock();
    }
  }

  private void removeFrom(ConfigKey key, SessionId session) {
    Set<SessionId> sessions = byKey.get(key);
    if (sessions != null && sessions.remove(session) && sessions.isEmpty()) {
      byKey.remove(key);
    }
  }

  boolean follows(SessionId session, ConfigKey key) {
    lock.lock();
    try {
      return byKey.getOrDefault(key, Set.of()).contains(session);
    } finally {
      lock.unlock();
    }
  }

  List<SessionId> of(ConfigKey key) {
    lock.lock();
    try {
      return List.copyOf(byKey.getOrDefault(key, Set.of()));
    } finally {
      lock.unlock();
    }
  }
}
