package io.divan.rpc.end;

import io.divan.protocol.bolt.BoltCommand;
import io.divan.protocol.bolt.BoltDecoder;
import io.divan.protocol.bolt.BoltEncoder;
import io.divan.protocol.bolt.BoltFrame;
import io.divan.protocol.bolt.BoltHeader;
import io.divan.protocol.bolt.BoltResponse;
import io.divan.protocol.bolt.BoltVersion;
import io.divan.protocol.bytes.ByteWriter;
import io.divan.protocol.hessian.HessianTypes;
import io.divan.protocol.hessian.HessianWriter;
import io.divan.protocol.sofarpc.RequestTemplate;
import io.divan.rpc.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client that sends whatever bytes a test wants to see sent. */
final class RawClient implements AutoCloseable {
  private final Socket socket = new Socket();

  RawClient(Address server) throws IOException {
    socket.connect(new InetSocketAddress(server.host(), server.port()), 5_000);
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
  }

  RawClient send(byte[] bytes) throws IOException {
    return send(bytes, 0, bytes.length);
  }

  RawClient send(byte[] bytes, int from, int count) throws IOException {
    socket.getOutputStream().write(bytes, from, count);
    socket.getOutputStream().flush();
    return this;
  }

  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads until the server closes the connection; false if it has not within ten seconds. */
  boolean isClosedByServer() {
    try {
      byte[] ignored = new byte[4096];
      while (true) {
        if (socket.getInputStream().read(ignored) < 0) {
          return true;
        }
      }
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // a reset is a close
    }
  }

  /** The next response. */
  BoltResponse response() throws IOException {
    ByteBuf arrived = Unpooled.buffer();
    BoltDecoder decoder = new BoltDecoder(8 << 20);
    while (true) {
      int b = socket.getInputStream().read();
      if (b < 0) {
        throw new IOException("closed before a response came");
      }
      arrived.writeByte(b);
      BoltFrame frame = decoder.decode(arrived);
      if (frame instanceof BoltResponse response) {
        return response;
      }
    }
  }

  /** A request whose arguments are written by the test. */
  static byte[] request(
      String service, String method, String[] types, Map<String, String> header, Body body) {
    ByteWriter out = new ByteWriter(32 << 20, 1 << 20);
    BoltEncoder frames = new BoltEncoder(out);
    RequestTemplate template = new RequestTemplate(service, method, types, Map.of());
    frames.beginRequest(BoltVersion.V1, BoltCommand.REQUEST, 1, (byte) 1, false, 5_000);
    template.writeHead(out, frames);
    header.forEach((key, value) -> BoltHeader.write(out, key, value));
    frames.endHeader();
    HessianWriter writer = new HessianWriter(out);
    template.writeContent(out, writer, HessianTypes.JDK, 5_000);
    body.write(out, writer);
    frames.end();
    return out.toByteArray();
  }

  /** Writes arguments. */
  interface Body {
    void write(ByteWriter out, HessianWriter writer);
  }

  static byte[] echo(@Nullable String text) {
    return request(
        "io.divan.rpc.end.Accounts:1.0",
        "echo",
        new String[] {"java.lang.String"},
        Map.of(),
        (out, writer) -> writer.write(text));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
