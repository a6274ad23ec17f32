package io.divan.protocol.seata;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A frame of version 1.
 *
 * <pre>
 * 0xdada 2 | version 1 | frame length 4 | head length 2 | message type 1 | codec 1 | compressor 1
 * | request id 4 | head map | body
 * </pre>
 *
 * @param requestId chosen by whoever asks, repeated by whoever answers
 * @param body null only in heartbeats
 */
public record SeataFrame(FrameType type, int requestId, @Nullable SeataMessage body) {
  /** The largest frame a stock client writes or reads. */
  public static final int MAX_LENGTH = 8 * 1024 * 1024;

  /** Where the frame's length stands, in bytes from its beginning. */
  public static final int LENGTH_OFFSET = 3;

  private static final int MAGIC = 0xdada;
  private static final byte VERSION = 1;
  private static final int HEAD = 16;
  private static final byte SEATA_CODEC = 1;
  private static final byte NO_COMPRESSION = 0;

  /** What a frame is for; the ordinal is the wire's byte. */
  public enum FrameType {
    REQUEST,
    RESPONSE,
    ONE_WAY,
    HEARTBEAT_REQUEST,
    HEARTBEAT_RESPONSE
  }

  /**
   * Whether these can be the first bytes of a frame; to be asked before any length is believed.
   *
   * @param in at least three bytes
   */
  public static boolean begins(ByteBuf in) {
    return in.getUnsignedShort(in.readerIndex()) == MAGIC
        && in.getByte(in.readerIndex() + 2) == VERSION;
  }

  public void writeTo(ByteBuf out) {
    int start = out.writerIndex();
    out.writeShort(MAGIC).writeByte(VERSION).writeInt(0).writeShort(HEAD);
    out.writeByte(type.ordinal()).writeByte(SEATA_CODEC).writeByte(NO_COMPRESSION);
    out.writeInt(requestId);
    if (body != null) {
      SeataMessages.write(out, body);
    }
    out.setInt(start + LENGTH_OFFSET, out.writerIndex() - start);
  }

  /**
   * Reads one whole frame.
   *
   * @throws SeataFormatException if it is none, or of a codec or compressor other than the default
   */
  public static SeataFrame read(ByteBuf in) {
    if (in.readableBytes() < HEAD || !begins(in)) {
      throw new SeataFormatException("no frame of version 1");
    }
    in.skipBytes(LENGTH_OFFSET + 4);
    int head = in.readShort();
    FrameType type = WireEnums.at(FrameType.values(), in.readByte(), "frame type");
    byte codec = in.readByte();
    byte compressor = in.readByte();
    int requestId = in.readInt();
    if (head < HEAD || head - HEAD > in.readableBytes()) {
      throw new SeataFormatException("a head of " + head + " bytes");
    }
    in.skipBytes(head - HEAD); // the head map: nothing in it concerns a coordinator
    if (type == FrameType.HEARTBEAT_REQUEST || type == FrameType.HEARTBEAT_RESPONSE) {
      return new SeataFrame(type, requestId, null);
    }
    if (codec != SEATA_CODEC || compressor != NO_COMPRESSION) {
      throw new SeataFormatException(
          "codec "
              + codec
              + " with compressor "
              + compressor
              + " (set transport.serialization=seata and transport.compressor=none)");
    }
    return new SeataFrame(type, requestId, SeataMessages.read(in));
  }
}
