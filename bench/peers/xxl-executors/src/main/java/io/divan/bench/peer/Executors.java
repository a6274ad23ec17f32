package io.divan.bench.peer;

import io.divan.bench.load.Arrivals;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Four executors in one process. Orders on standard input: {@code prepare burst N} registers N jobs
 * that are due at one time, {@code prepare steady N} N jobs that are due every second, spread over
 * it; {@code run MILLIS} waits for them and says how late they came.
 */
public final class Executors {
  private static final int PORTS = 4;
  private static final int AT_ONCE = 1_000;
  private static final int SLICES = 50;
  private static final int AHEAD = 200; // milliseconds

  private final String admin;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ConcurrentLinkedQueue<Long> toReport = new ConcurrentLinkedQueue<>();
  private final List<Integer> ports;
  private List<Long> repeated = List.of();
  private int perSecond;
  private volatile Arrivals awaited = new Arrivals(0, 0, 0);

  private Executors(String admin) {
    this.admin = admin;
    var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    this.ports =
        IntStream.range(0, PORTS).mapToObj(i -> new ExecutorPort(group, this::ran).port()).toList();
  }

  /** Starts it; the argument is the port of the server's console. */
  public static void main(String[] args) throws Exception {
    var executors = new Executors("http://127.0.0.1:" + args[0]);
    ScheduledExecutorService timer =
        java.util.concurrent.Executors.newSingleThreadScheduledExecutor();
    timer.scheduleWithFixedDelay(executors::report, 50, 50, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(executors::register, 30, 30, TimeUnit.SECONDS);
    executors.register();
    System.out.println("ready");
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(executors.answer(line.split(" ", -1)));
    }
    System.exit(0);
  }

  private String answer(String[] words) throws IOException, InterruptedException {
    return switch (words[0] + (words.length == 3 ? " " + words[1] : "")) {
      case "prepare burst" -> prepareBurst(Integer.parseInt(words[2]));
      case "prepare steady" -> prepareSteady(Integer.parseInt(words[2]));
      case "run" -> run(Long.parseLong(words[1]));
      default -> "not understood";
    };
  }

  private String prepareBurst(int number) throws IOException, InterruptedException {
    long seconds = 3 + number / 2_000; // to register them
    long due = (System.currentTimeMillis() / 1_000 + seconds) * 1_000;
    awaited = new Arrivals(due, due + 1, number);
    for (int from = 0; from < number; from += AT_ONCE) {
      add(Math.min(AT_ONCE, number - from), "ONCE", Instant.ofEpochMilli(due).toString());
    }
    if (System.currentTimeMillis() > due) {
      return "registering them took too long";
    }
    while (System.currentTimeMillis() < due - 100) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return "prepared";
  }

  private String prepareSteady(int number) throws IOException, InterruptedException {
    List<Long> ids = new ArrayList<>();
    for (int slice = 0; slice < SLICES; slice++) {
      ids.addAll(add(number / SLICES, "FIXED_RATE", "1"));
      TimeUnit.MILLISECONDS.sleep(1_000 / SLICES);
    }
    TimeUnit.SECONDS.sleep(2);
    repeated = ids;
    perSecond = ids.size();
    return "prepared";
  }

  private String run(long millis) throws IOException, InterruptedException {
    if (repeated.isEmpty()) {
      return awaited.await(30_000);
    }
    long from = System.currentTimeMillis() + AHEAD; // whatever comes meanwhile is not awaited
    long seconds = Math.max(1, millis / 1_000);
    awaited = new Arrivals(from, from + seconds * 1_000, (int) (seconds * perSecond));
    String result = awaited.await(AHEAD + seconds * 1_000 + 5_000);
    for (long id : repeated) {
      send("DELETE", "/api/job?id=" + id, "");
    }
    repeated = List.of();
    return result;
  }

  private List<Long> add(int number, String form, String when)
      throws IOException, InterruptedException {
    String job =
        "{\"name\":\"bench\",\"executor\":\"bench\",\"handler\":\"nothing\",\"misfire\":\"FIRE_ONCE\","
            + "\"parameters\":\"${triggerTime}\",\"form\":\""
            + form
            + "\",\"when\":\""
            + when
            + "\"}";
    String jobs =
        IntStream.range(0, number).mapToObj(i -> job).collect(Collectors.joining(",", "[", "]"));
    String answer = send("PUT", "/api/jobs", "{\"jobs\":" + jobs + "}");
    String ids = answer.substring(answer.indexOf('[') + 1, answer.indexOf(']'));
    return Arrays.stream(ids.split(",", -1)).map(Long::valueOf).toList();
  }

  private void ran(long logId, long due) {
    awaited.arrived(due);
    toReport.add(logId);
  }

  private void register() {
    for (int port : ports) {
      quietly(
          "registry",
          "{\"registryGroup\":\"EXECUTOR\",\"registryKey\":\"bench\",\"registryValue\":"
              + "\"http://127.0.0.1:"
              + port
              + "/\"}");
    }
  }

  private void report() {
    List<String> some = new ArrayList<>();
    while (some.size() < AT_ONCE) {
      Long id = toReport.poll();
      if (id == null) {
        break;
      }
      some.add("{\"logId\":" + id + ",\"handleCode\":200,\"handleMsg\":\"\"}");
    }
    if (!some.isEmpty()) {
      quietly("callback", "[" + String.join(",", some) + "]");
    }
  }

  private void quietly(String what, String body) {
    try {
      send("POST", "/xxl-job-admin/api/" + what, body);
    } catch (IOException e) {
      System.err.println(what + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String send(String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(admin + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": " + answer.body());
    }
    return answer.body();
  }
}
