package io.divan.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An executor of XXL-JOB's protocol that does nothing, at once, and reports it until it is heard.
 * It runs whatever it is sent: how often it was sent the same is what a test wants to know.
 */
final class StubExecutor implements AutoCloseable {
  private static final Pattern LOG_ID = Pattern.compile("\"logId\":(\\d+)");
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final List<String> admins;
  private final String name;
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ConcurrentHashMap<Long, Integer> runs = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> toReport = new ConcurrentLinkedQueue<>();

  /**
   * @param adminPorts tried in this order, each time anew
   */
  StubExecutor(List<Integer> adminPorts, String name) throws IOException {
    this.admins =
        adminPorts.stream()
            .map(port -> "http://127.0.0.1:" + port + "/xxl-job-admin/api/")
            .toList();
    this.name = name;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/run", exchange -> answer(exchange, this::run));
    server.createContext("/log", exchange -> answer(exchange, this::log));
    server.start();
    timer.scheduleWithFixedDelay(this::register, 0, 5, TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(this::report, 50, 50, TimeUnit.MILLISECONDS);
  }

  /** How often each firing was run. */
  Map<Long, Integer> runs() {
    return Map.copyOf(runs);
  }

  private interface Handler {
    String answer(long logId);
  }

  private static void answer(HttpExchange exchange, Handler handler) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Matcher id = LOG_ID.matcher(body);
    String text = id.find() ? handler.answer(Long.parseLong(id.group(1))) : "{\"code\":500}";
    byte[] answer = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private String run(long logId) {
    runs.merge(logId, 1, Integer::sum);
    toReport.add(logId);
    return "{\"code\":200}";
  }

  /** As executors do, by whether the firing has a log file. */
  private String log(long logId) {
    return runs.containsKey(logId)
        ? "{\"code\":200,\"content\":{\"fromLineNum\":1,\"toLineNum\":1,\"logContent\":\"begun\"}}"
        : "{\"code\":200,\"content\":{\"fromLineNum\":1,\"toLineNum\":0,"
            + "\"logContent\":\"readLog fail, logFile not exists\"}}";
  }

  private void register() {
    String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    post(
        "registry",
        "{\"registryGroup\":\"EXECUTOR\",\"registryKey\":\""
            + name
            + "\",\"registryValue\":\""
            + address
            + "\"}");
  }

  private void report() {
    List<Long> ids = new ArrayList<>();
    for (Long id = toReport.poll(); id != null; id = toReport.poll()) {
      ids.add(id);
    }
    String list =
        ids.stream()
            .map(id -> "{\"logId\":" + id + ",\"handleCode\":200,\"handleMsg\":\"\"}")
            .collect(Collectors.joining(",", "[", "]"));
    if (!ids.isEmpty() && !post("callback", list)) {
      toReport.addAll(ids);
    }
  }

  private boolean post(String path, String body) {
    return admins.stream().anyMatch(admin -> post(admin, path, body));
  }

  private boolean post(String admin, String path, String body) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(admin + path))
              .timeout(LIMIT)
              .POST(BodyPublishers.ofString(body));
      return http.send(request.build(), BodyHandlers.ofString()).body().contains("\"code\":200");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    server.stop(0);
    http.shutdownNow();
  }
}
