package io.divan.doors.seata;

import io.divan.protocol.seata.SeataFrame;
import io.divan.protocol.seata.SeataFrame.FrameType;
import io.divan.protocol.seata.SeataMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** A client that can say anything, also what no client would. */
final class RawSeata implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;

  RawSeata(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    in = new DataInputStream(socket.getInputStream());
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  static byte[] bytes(FrameType type, int id, SeataMessage body) {
    ByteBuf out = Unpooled.buffer();
    new SeataFrame(type, id, body).writeTo(out);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  SeataFrame ask(SeataMessage request) throws IOException {
    write(bytes(FrameType.REQUEST, 7, request));
    return read();
  }

  SeataFrame read() throws IOException {
    byte[] head = in.readNBytes(7);
    if (head.length < 7) {
      throw new EOFException();
    }
    int length = Unpooled.wrappedBuffer(head).getInt(SeataFrame.LENGTH_OFFSET);
    return SeataFrame.read(Unpooled.wrappedBuffer(head, in.readNBytes(length - 7)));
  }

  /** Waits until the other side has closed. */
  boolean isClosedByServer() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Waits a moment for the other side to close. */
  boolean isClosedWithin(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
