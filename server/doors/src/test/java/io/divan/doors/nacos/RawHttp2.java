package io.divan.doors.nacos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** A connection that sends whatever HTTP/2 frames a test wants, right or wrong (RFC 9113). */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int CONTINUATION = 9;
  static final int END_HEADERS = 4;
  private static final int LIMIT_MILLIS = 20_000;

  private final Socket socket;

  RawHttp2(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
  }

  RawHttp2 preface() throws IOException {
    send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    return this;
  }

  /** The preface and our settings: what makes a connection ready. */
  RawHttp2 ready() throws IOException {
    preface();
    frame(SETTINGS, 0, 0, new byte[0]);
    return this;
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    send(header(payload.length, type, flags, stream));
    send(payload);
  }

  static byte[] header(int length, int type, int flags, int stream) {
    return ByteBuffer.allocate(9)
        .put((byte) (length >> 16))
        .putShort((short) length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .array();
  }

  /** Begins a unary request, whose message is still to come. */
  void begin(int stream) throws IOException {
    frame(HEADERS, END_HEADERS, stream, requestHeaders());
  }

  private static byte[] requestHeaders() {
    var block = new ByteArrayOutputStream();
    block.write(0x83); // :method POST
    block.write(0x86); // :scheme http
    literal(block, ":path", "/Request/request");
    literal(block, "content-type", "application/grpc");
    literal(block, "te", "trailers");
    return block.toByteArray();
  }

  /** A header field that is not compressed (RFC 7541, section 6.2.2). */
  static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    block.write(name.length());
    block.writeBytes(name.getBytes(US_ASCII));
    block.write(value.length());
    block.writeBytes(value.getBytes(US_ASCII));
  }

  /** The beginning of a message that claims to be so long. */
  static byte[] claim(int length) {
    return ByteBuffer.allocate(5).put((byte) 0).putInt(length).array();
  }

  /** Reads until the server ends the connection. */
  void awaitEnd() throws IOException {
    socket.setSoTimeout(LIMIT_MILLIS);
    InputStream in = socket.getInputStream();
    try {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server keeps the connection", e);
    } catch (IOException reset) { // ended, too
      return;
    }
  }

  /** Waits a moment for the server to end the connection. */
  boolean isEndedWithin(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
