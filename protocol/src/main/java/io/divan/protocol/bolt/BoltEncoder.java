package io.divan.protocol.bolt;

import io.divan.protocol.bytes.ByteWriter;
import java.util.zip.CRC32;

/**
 * Writes frames in place: begin, then the class name, {@link #endClass}, the header, {@link
 * #endHeader}, the content, {@link #end}. One frame at a time.
 */
public final class BoltEncoder {
  private final ByteWriter out;
  private BoltVersion version = BoltVersion.V1;
  private int start;
  private int lengthsAt;
  private int classAt;
  private int headerAt;
  private int contentAt;

  public BoltEncoder(ByteWriter out) {
    this.out = out;
  }

  public void beginRequest(
      BoltVersion v, BoltCommand command, int id, byte codec, boolean oneWay, int timeoutMillis) {
    begin(v, oneWay ? 2 : 1, command, id, codec);
    out.putInt(timeoutMillis);
    reserveLengths();
  }

  public void beginResponse(
      BoltVersion v, BoltCommand command, int id, byte codec, BoltStatus status) {
    begin(v, 0, command, id, codec);
    out.putShort(status.code());
    reserveLengths();
  }

  private void begin(BoltVersion v, int type, BoltCommand command, int id, byte codec) {
    version = v;
    start = out.length();
    if (v == BoltVersion.V1) {
      out.put(1);
    } else {
      out.put(2);
      out.put(v == BoltVersion.V2_CRC ? 2 : 1);
    }
    out.put(type);
    out.putShort(command.code());
    out.put(1);
    out.putInt(id);
    out.put(codec);
    if (v != BoltVersion.V1) {
      out.put(v == BoltVersion.V2_CRC ? 1 : 0);
    }
  }

  private void reserveLengths() {
    lengthsAt = out.length();
    out.putLong(0);
    classAt = out.length();
    headerAt = classAt;
    contentAt = classAt;
  }

  public void endClass() {
    headerAt = out.length();
    contentAt = headerAt;
  }

  public void endHeader() {
    contentAt = out.length();
    if (contentAt - headerAt > BoltHeader.LARGEST) {
      throw new BoltFormatException(
          "a header of " + (contentAt - headerAt) + " bytes, the limit is " + BoltHeader.LARGEST);
    }
  }

  /** Fills the lengths in and, if the version has one, adds the checksum. */
  public void end() {
    out.setShort(lengthsAt, headerAt - classAt);
    out.setShort(lengthsAt + 2, contentAt - headerAt);
    out.setInt(lengthsAt + 4, out.length() - contentAt);
    if (version == BoltVersion.V2_CRC) {
      CRC32 crc = new CRC32();
      crc.update(out.array(), start, out.length() - start);
      out.putInt((int) crc.getValue());
    }
  }

  /** A heartbeat, which is a request without a body. */
  public void heartbeat(BoltVersion v, int id, int timeoutMillis) {
    beginRequest(v, BoltCommand.HEARTBEAT, id, (byte) 1, false, timeoutMillis);
    end();
  }

  /** A response that carries a status and nothing else, in the version of its request. */
  public void answer(BoltRequest request, BoltStatus status) {
    BoltCommand command =
        request.command() == BoltCommand.HEARTBEAT ? BoltCommand.HEARTBEAT : BoltCommand.RESPONSE;
    beginResponse(request.version(), command, request.id(), request.codec(), status);
    end();
  }
}
