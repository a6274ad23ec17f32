package io.divan.boot.config;

import io.divan.boot.DivanProperties;
import io.divan.boot.Requirement;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/**
 * Keeps an application's property sources as the server has them. What has not come in time for the
 * start comes later, as a change; a document that cannot be read leaves the last good one in force.
 */
final class RemoteConfiguration implements Requirement, AutoCloseable {
  private final Log log;
  private final DivanProperties properties;
  private final ServerDocuments server;
  private final List<RemoteDocument> documents;
  private final MutablePropertySources sources;
  private final CountDownLatch firstRead;

  /** Guards {@code sources}, {@code unread}, {@code unheard} and {@code listener}. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Documents that have not been read yet, or not since they became unreadable. */
  private final Set<RemoteDocument> unread = new HashSet<>();

  /** Changes that came before there was anybody to tell. */
  private final Set<String> unheard = new HashSet<>();

  private @Nullable Consumer<Set<String>> listener;

  /**
   * @param sources already has an empty source for each document
   */
  RemoteConfiguration(
      Log log,
      DivanProperties properties,
      ServerDocuments server,
      List<RemoteDocument> documents,
      MutablePropertySources sources) {
    this.log = log;
    this.properties = properties;
    this.server = server;
    this.documents = documents;
    this.sources = sources;
    this.firstRead = new CountDownLatch(documents.size());
    this.unread.addAll(documents);
  }

  /** Begins to read, and waits for it as long as the properties say. */
  void start() {
    for (RemoteDocument document : documents) {
      server.follow(
          document.dataId(),
          properties.config().group(),
          content -> {
            apply(document, content);
            firstRead.countDown(); // later ones change nothing
          });
    }
    try {
      if (!firstRead.await(properties.config().timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn(
            "starting without the server's configuration, which will be applied when it comes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lock.lock();
    try {
      unheard.clear(); // nothing has been bound yet
    } finally {
      lock.unlock();
    }
  }

  private void apply(RemoteDocument document, @Nullable String content) {
    Map<String, Object> now;
    try {
      now = document.parse(content);
    } catch (IOException e) {
      log.error("keeping the last good configuration: " + e.getMessage());
      lock.lock();
      try {
        unread.add(document);
      } finally {
        lock.unlock();
      }
      return;
    }
    Consumer<Set<String>> told = replace(document, now);
    if (told != null) {
      tell(told);
    }
  }

  /** Puts the new values in force; gives whom to tell, if anything has changed. */
  private @Nullable Consumer<Set<String>> replace(
      RemoteDocument document, Map<String, Object> now) {
    lock.lock();
    try {
      unread.remove(document);
      Set<String> changed = changed(values(document), now);
      if (changed.isEmpty()) {
        return null;
      }
      sources.replace(
          document.sourceName(), new MapPropertySource(document.sourceName(), Map.copyOf(now)));
      unheard.addAll(changed);
      return listener;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("unchecked") // the sources are ours
  private Map<String, Object> values(RemoteDocument document) {
    var source = sources.get(document.sourceName());
    return source == null ? Map.of() : (Map<String, Object>) source.getSource();
  }

  private static Set<String> changed(Map<String, Object> before, Map<String, Object> now) {
    Set<String> keys = new HashSet<>(before.keySet());
    keys.addAll(now.keySet());
    keys.removeIf(key -> Objects.equals(before.get(key), now.get(key)));
    return keys;
  }

  private void tell(Consumer<Set<String>> told) {
    Set<String> changed;
    lock.lock();
    try {
      changed = Set.copyOf(unheard);
      unheard.clear();
    } finally {
      lock.unlock();
    }
    if (!changed.isEmpty()) {
      told.accept(changed);
    }
  }

  /** Who is told the keys that change from now on, and those that have since the start. */
  void listen(Consumer<Set<String>> newListener) {
    lock.lock();
    try {
      listener = newListener;
    } finally {
      lock.unlock();
    }
    tell(newListener);
  }

  @Override
  public String name() {
    return "configuration";
  }

  @Override
  public boolean isMet() {
    lock.lock();
    try {
      return unread.isEmpty() && server.isUp();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
