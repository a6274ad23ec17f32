package io.divan.kernel.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls to somebody whose side of the socket the test plays. */
class HttpCallsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final HttpCalls calls = new HttpCalls("test-calls", Runnable::run);
  private ServerSocket server = unbound();

  private static ServerSocket unbound() {
    try {
      return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void bound() throws IOException {
    server.setSoTimeout((int) LONG.toMillis());
  }

  @AfterEach
  void stop() throws IOException {
    calls.close();
    server.close();
  }

  private CompletableFuture<String> post(String path, Duration timeout) {
    var uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    return calls.post(uri, Map.of("X-Said", "yes"), "word", timeout, 1_000);
  }

  private static String join(CompletableFuture<String> answer) {
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static Kind failureOf(CompletableFuture<String> answer) {
    Throwable thrown = catchThrowable(() -> join(answer));
    assertThat(thrown).hasCauseInstanceOf(Failure.class);
    return thrown.getCause() instanceof Failure failure ? failure.kind() : Kind.INTERNAL;
  }

  /** Reads a request; returns its first line. */
  private static String request(Socket socket) throws IOException {
    socket.setSoTimeout((int) LONG.toMillis());
    var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8), 1);
    String first = in.readLine();
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      assertThat(line).contains(":");
    }
    char[] body = new char[4];
    int read = 0;
    while (read < body.length) {
      read += in.read(body, read, body.length - read);
    }
    return first;
  }

  private static void answer(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  @Test
  void oneConnectionServesOneCallAfterTheOther() throws IOException {
    CompletableFuture<String> first = post("/a?b=c", LONG);
    try (Socket socket = server.accept()) {
      assertThat(request(socket)).isEqualTo("POST /a?b=c HTTP/1.1");
      answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");
      assertThat(join(first)).isEqualTo("one");

      CompletableFuture<String> second = post("/d", LONG);
      assertThat(request(socket)).isEqualTo("POST /d HTTP/1.1");
      answer(socket, "HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n");
      assertThat(join(second)).isEqualTo("two");
    }
  }

  @Test
  void aConnectionThatIsClosedMeanwhileIsNotUsedAgain() throws IOException {
    CompletableFuture<String> first = post("/", LONG);
    try (Socket socket = server.accept()) {
      request(socket);
      answer(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1");
    }
    assertThat(join(first)).isEqualTo("1");
    CompletableFuture<String> second = post("/", LONG);
    try (Socket socket = server.accept()) {
      request(socket);
      answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2");
    }
    assertThat(join(second)).isEqualTo("2");
  }

  @Test
  void nobodyThereMeansThatNothingHasArrived() throws IOException {
    server.close();
    assertThat(failureOf(post("/", LONG))).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void silenceMeansThatItMayHaveArrived() throws IOException {
    CompletableFuture<String> call = post("/", Duration.ofMillis(100));
    try (Socket socket = server.accept()) {
      assertThat(failureOf(call)).isEqualTo(Kind.UNKNOWN);
      request(socket);
      assertThat(socket.getInputStream().read()).as("it is closed").isEqualTo(-1);
    }
  }

  @Test
  void anAnswerThatNeverEndsIsCutOff() throws IOException {
    CompletableFuture<String> call = post("/", LONG);
    try (Socket socket = server.accept()) {
      request(socket);
      answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n" + "x".repeat(2_000));
      assertThat(failureOf(call)).isEqualTo(Kind.UNKNOWN);
    }
  }

  @Test
  void whatIsNoHttpIsNoAnswer() throws IOException {
    for (String nonsense : new String[] {"SSH-2.0-x\r\n\r\n", "HTTP/1.1 200\r\nA: ", ""}) {
      CompletableFuture<String> call = post("/", LONG);
      try (Socket socket = server.accept()) {
        request(socket);
        answer(socket, nonsense);
      }
      assertThat(failureOf(call)).isEqualTo(Kind.UNKNOWN);
    }
  }

  @Test
  void anAddressWithoutHostIsRefused() {
    var uri = URI.create("http:/nowhere");
    assertThatThrownBy(() -> calls.post(uri, Map.of(), "", LONG, 10))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
