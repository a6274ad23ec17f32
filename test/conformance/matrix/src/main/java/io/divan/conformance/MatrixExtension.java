package io.divan.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Writes a row for each test of a class to {@code <peer>-<client>-<version>.tsv} in the directory
 * named by the system property {@code divan.conformance.dir}. A disabled or aborted test proves
 * nothing and gets no row.
 */
final class MatrixExtension implements TestWatcher, AfterAllCallback {
  private final List<Row> rows = new CopyOnWriteArrayList<>();

  /** For JUnit. */
  MatrixExtension() {}

  @Override
  public void testSuccessful(ExtensionContext context) {
    add(context, true);
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    add(context, false);
  }

  private void add(ExtensionContext context, boolean passed) {
    Peer peer = peer(context);
    rows.add(new Row(peer.peer(), peer.client(), version(peer), caseOf(context), passed));
  }

  private static Peer peer(ExtensionContext context) {
    Optional<Class<?>> test = context.getTestClass();
    Peer peer = test.map(c -> c.getAnnotation(Peer.class)).orElse(null);
    if (peer == null) {
      throw new IllegalStateException("a test of a peer carries @Peer itself");
    }
    return peer;
  }

  private static String version(Peer peer) {
    String version = peer.version();
    return version.startsWith("${")
        ? System.getProperty(version.substring(2, version.length() - 1), "unknown")
        : version;
  }

  /** A test is its name; one of several runs of a test is what tells it from the others. */
  private static String caseOf(ExtensionContext context) {
    String method = context.getRequiredTestMethod().getName();
    String display = context.getDisplayName();
    boolean plain = display.equals(method + "()") || display.startsWith(method + "(");
    return plain
        ? method
        : display.replaceAll("^\\[\\d+]\\s*", "").replaceAll("[\\t\\n\"]+", " ").strip();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (rows.isEmpty()) {
      return;
    }
    Peer peer = peer(context);
    String name =
        peer.peer()
            + "-"
            + peer.client()
            + "-"
            + version(peer)
            + "-"
            + context.getRequiredTestClass().getSimpleName()
            + ".tsv";
    Path directory = Path.of(System.getProperty("divan.conformance.dir", "target/conformance"));
    try {
      Files.createDirectories(directory);
      Files.write(
          directory.resolve(name.replace(' ', '_')), rows.stream().map(Row::toLine).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
