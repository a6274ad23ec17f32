package io.divan.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Divan server in a process of its own, started with the launcher as a user would, on ports that
 * it keeps when it is killed and started again.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int LAST_LINES = 8;

  private final Path folder;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final ServerPorts ports;
  private final HttpClient http = HttpClient.newHttpClient();
  private RunningProcess process;
  private Duration startedIn = Duration.ZERO;

  private ServerProcess(Path folder, ServerPorts ports, Map<String, String> more) {
    this.folder = folder.toAbsolutePath();
    this.ports = ports;
    settings.put("nacos.http-port", Integer.toString(ports.nacos()));
    settings.put("seata.port", Integer.toString(ports.seata()));
    settings.put("console.port", Integer.toString(ports.console()));
    settings.putAll(more);
    this.process = launch();
  }

  /**
   * Starts a server on free ports and waits until it is ready.
   *
   * @param folder for its data and its log
   * @param settings beyond the ports, by key
   */
  public static ServerProcess start(Path folder, Map<String, String> settings) {
    return start(folder, ServerPorts.free(), settings);
  }

  /** The same on ports of the caller's choice. */
  public static ServerProcess start(Path folder, ServerPorts ports, Map<String, String> settings) {
    var server = new ServerProcess(folder, ports, settings);
    boolean ready = false;
    try {
      server.awaitReady();
      ready = true;
      return server;
    } finally {
      if (!ready) {
        server.close();
      }
    }
  }

  /** Starts a server and does not wait for it: a member of a cluster waits for others. */
  static ServerProcess launch(Path folder, ServerPorts ports, Map<String, String> settings) {
    return new ServerProcess(folder, ports, settings);
  }

  private RunningProcess launch() {
    List<String> command = new ArrayList<>();
    command.add(Checkout.root().resolve("divan").toString());
    command.add("server");
    command.add("--data");
    command.add(folder.resolve("data").toString());
    settings.forEach((key, value) -> {
      command.add("--set");
      command.add(key + "=" + value);
    });
    return RunningProcess.start(command, Map.of(), Checkout.root(), folder.resolve("server.log"));
  }

  void awaitReady() {
    long began = System.nanoTime();
    Await.until(
        "the server to be ready; its log is " + process.output(),
        START_LIMIT,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("it has ended: " + lastWords()); // no use to wait
          }
          return Ports.isOpen(host(), ports.console()) && get("/health").statusCode() == 200;
        });
    startedIn = Duration.ofNanos(System.nanoTime() - began);
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(process.output());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "nothing can be read of " + process.output();
    }
  }

  /** Ends it as a crash would. */
  public void kill9() {
    process.kill9();
  }

  /** Starts it again on the same data and ports, and waits until it is ready. */
  public void startAgain() {
    process = launch();
    awaitReady();
  }

  /** How long the last start took, from the launch to the answer that it is ready. */
  public Duration startedIn() {
    return startedIn;
  }

  /** Reads a page of the console's port. */
  public HttpResponse<String> get(String path) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create("http://" + host() + ":" + ports.console() + path));
      return http.send(
          request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Asks it something with the command line, as an operator does.
   *
   * @return what the command prints
   * @throws AssertionError if it fails
   */
  public String divan(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Checkout.root().resolve("divan").toString());
    command.addAll(List.of(words));
    command.add("--server");
    command.add("http://" + host() + ":" + ports.console());
    try {
      Process asked = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (asked.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + " says: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The address it listens on. */
  public String host() {
    return settings.getOrDefault("net.host", "127.0.0.1");
  }

  public RunningProcess process() {
    return process;
  }

  public int seataPort() {
    return ports.seata();
  }

  public int nacosPort() {
    return ports.nacos();
  }

  public int consolePort() {
    return ports.console();
  }

  @Override
  public void close() {
    process.close();
  }
}
