package io.divan.bench.rpc;

import io.divan.bench.frame.Answer;
import io.divan.bench.frame.Case;
import io.divan.bench.frame.Peer;
import io.divan.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Echo of a string and of an object of 18 fields, synchronous, over one connection. Client and
 * server are processes of their own; {@code cpu-us-per-call} is what both use.
 */
public final class RpcCase implements Case {
  private final Path root;

  public RpcCase(Path root) {
    this.root = root;
  }

  @Override
  public String name() {
    return "rpc";
  }

  @Override
  public List<String> rows() {
    return List.of("string/1", "string/32", "pojo/1", "pojo/32");
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        new Pair("ours", "divan-rpc"),
        new Pair("sofa-rpc", "sofa-rpc"),
        new Pair("grpc-java", "grpc-java"),
        new Pair("bare-bolt", "bare-bolt"));
  }

  /** A client and a server. */
  private final class Pair implements Contender {
    private final String name;
    private final Path module;

    Pair(String name, String folder) {
      this.name = name;
      this.module = root.resolve("bench/peers").resolve(folder);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Running start() throws IOException {
      String port = String.valueOf(Ports.free());
      Peer server = Peer.start(module, "io.divan.bench.peer.Server", port);
      try {
        return new RunningPair(server, Peer.start(module, "io.divan.bench.peer.Client", port));
      } catch (IOException e) {
        server.close();
        throw e;
      }
    }
  }

  private record RunningPair(Peer server, Peer client) implements Running {
    @Override
    public Map<String, Double> run(String row, Duration time) throws IOException {
      Duration before = server.cpu().plus(client.cpu());
      Answer answer = Answer.of(client, row, time);
      Duration used = server.cpu().plus(client.cpu()).minus(before);
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("cpu-us-per-call", used.toNanos() / 1e3 / answer.calls());
      values.put("p99-us", answer.p99Nanos() / 1e3);
      values.put("per-second", answer.perSecond());
      return values;
    }

    @Override
    public void close() {
      client.close();
      server.close();
    }
  }
}
