package io.divan.app;

import io.divan.kernel.settings.Settings;
import io.divan.kernel.settings.Source;
import io.divan.kernel.telemetry.Logging;
import io.divan.kernel.time.SystemClock;
import io.divan.protocol.seata.BranchType;
import io.divan.protocol.seata.GlobalStatus;
import io.divan.protocol.seata.SeataFrame;
import io.divan.protocol.seata.SeataFrame.FrameType;
import io.divan.protocol.seata.SeataMessage;
import io.divan.protocol.seata.SeataMessage.BranchRegister;
import io.divan.protocol.seata.SeataMessage.GlobalAction;
import io.divan.protocol.seata.SeataMessage.GlobalBegin;
import io.divan.protocol.seata.SeataMessage.GlobalBeginResult;
import io.divan.protocol.seata.SeataMessage.GlobalRequest;
import io.divan.protocol.seata.SeataMessage.RegisterTm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/**
 * Starts a server on free ports and an empty folder, uses each door a little, and stops: what the
 * build runs once, so that the JVM can keep the classes this loads in a cache for quick starts.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
  private static final int ROUNDS = 20;

  @Override
  public Integer call() throws Exception {
    Logging.install(Logging.Format.TEXT, Level.WARNING);
    Path folder = Files.createTempDirectory("divan-warm-up");
    try {
      use(folder);
    } finally {
      delete(folder);
    }
    return 0;
  }

  private static void use(Path folder) throws IOException, InterruptedException {
    Map<String, String> given =
        Map.of(
            "data", folder.resolve("data").toString(),
            "console.port", "0",
            "nacos.http-port", "0",
            "seata.port", "0");
    ServerSettings settings =
        Settings.read(ServerSettings.class, List.of(new Source.Given("warm-up", given))).values();
    try (var clock = new SystemClock();
        var server = DivanServer.start(settings, clock, new SecureRandom())) {
      for (int round = 0; round < ROUNDS; round++) {
        web(server);
        transaction(server.address("seata"));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static void web(DivanServer server) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String console = "http://127.0.0.1:" + server.address("console").getPort();
      String nacos =
          "http://127.0.0.1:" + server.address("nacos").getPort() + "/nacos/v1/cs/configs";
      String key = "?dataId=warm-up&group=warm-up";
      send(client, HttpRequest.newBuilder(URI.create(console + "/health")).build());
      send(client, HttpRequest.newBuilder(URI.create(console + "/metrics")).build());
      var publish = HttpRequest.newBuilder(URI.create(nacos + key + "&content=x"));
      send(client, publish.POST(HttpRequest.BodyPublishers.noBody()).build());
      send(client, HttpRequest.newBuilder(URI.create(nacos + key)).build());
    }
  }

  private static void send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    client.send(request, HttpResponse.BodyHandlers.discarding());
  }

  private static void transaction(InetSocketAddress seata) throws IOException {
    try (Socket socket = new Socket(seata.getAddress(), seata.getPort())) {
      ask(socket, new RegisterTm("2.0.0", "warm-up", "warm-up", ""));
      var begun = (GlobalBeginResult) ask(socket, new GlobalBegin(60_000, "warm-up"));
      String xid = Objects.requireNonNull(begun).xid();
      ask(socket, new BranchRegister(xid, BranchType.AT, "warm-up", "t:1", ""));
      ask(socket, new GlobalRequest(GlobalAction.ROLLBACK, xid, "", GlobalStatus.UNKNOWN));
    }
  }

  private static @Nullable SeataMessage ask(Socket socket, SeataMessage request)
      throws IOException {
    ByteBuf out = Unpooled.buffer();
    new SeataFrame(FrameType.REQUEST, 1, request).writeTo(out);
    socket.getOutputStream().write(out.array(), 0, out.readableBytes());
    var in = new DataInputStream(socket.getInputStream());
    byte[] head = in.readNBytes(SeataFrame.LENGTH_OFFSET + 4);
    int length = Unpooled.wrappedBuffer(head).getInt(SeataFrame.LENGTH_OFFSET);
    byte[] rest = in.readNBytes(length - head.length);
    return SeataFrame.read(Unpooled.wrappedBuffer(head, rest)).body();
  }
}
