package io.divan.protocol.bolt;

import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames off the front of a buffer. Keeps nothing between calls: each frame says its own
 * version, because a peer may answer in another one than it was asked in.
 */
public final class BoltDecoder {
  private static final int PROTOCOL_1 = 1;
  private static final int PROTOCOL_2 = 2;

  private static final int TYPE_RESPONSE = 0;
  private static final int TYPE_ONE_WAY = 2;

  private final int largestContent;

  /**
   * @param largestContent the most content a frame may announce, in bytes
   */
  public BoltDecoder(int largestContent) {
    this.largestContent = largestContent;
  }

  /**
   * The next frame, or null if it is not there in full. Looks at lengths before any memory is taken
   * for what they announce.
   *
   * @throws BoltFormatException if these bytes cannot become a frame whatever follows
   */
  public @Nullable BoltFrame decode(ByteBuf in) {
    int start = in.readerIndex();
    if (in.readableBytes() < 2) {
      return null;
    }
    int protocol = in.getByte(start);
    if (protocol != PROTOCOL_1 && protocol != PROTOCOL_2) {
      throw new BoltFormatException("a frame begins with " + protocol + ", not with 1 or 2");
    }
    int extra = protocol - 1;
    if (in.readableBytes() < 2 + extra) {
      return null;
    }
    int type = in.getByte(start + 1 + extra);
    if (type < TYPE_RESPONSE || type > TYPE_ONE_WAY) {
      throw new BoltFormatException("unknown Bolt frame type " + type);
    }
    int fixed = (type == TYPE_RESPONSE ? 20 : 22) + 2 * extra;
    if (in.readableBytes() < fixed) {
      return null;
    }
    return decode(in, start, protocol, type, fixed);
  }

  private @Nullable BoltFrame decode(ByteBuf in, int start, int protocol, int type, int fixed) {
    BoltVersion version = version(in, start, protocol);
    int classLength = length("class name", in.getShort(start + fixed - 8), Short.MAX_VALUE);
    int headerLength = length("header", in.getShort(start + fixed - 6), BoltHeader.LARGEST);
    int contentLength = length("content", in.getInt(start + fixed - 4), largestContent);
    int bodyLength = classLength + headerLength + contentLength;
    int trailer = version.trailerBytes();
    if (in.readableBytes() - fixed - trailer < bodyLength) {
      return null;
    }
    if (trailer > 0) {
      check(in, start, fixed + bodyLength);
    }
    BoltBody body = BoltBody.EMPTY;
    if (bodyLength > 0) {
      byte[] bytes = new byte[bodyLength];
      in.getBytes(start + fixed, bytes);
      body = new BoltBody(bytes, classLength, headerLength);
    }
    in.skipBytes(fixed + bodyLength + trailer);
    int at = start + protocol;
    BoltCommand command = BoltCommand.of(in.getShort(at + 1));
    int id = in.getInt(at + 4);
    byte codec = in.getByte(at + 8);
    int rest = start + fixed - 8;
    if (type == TYPE_RESPONSE) {
      BoltStatus status = BoltStatus.of(in.getShort(rest - 2));
      return new BoltResponse(version, command, id, codec, status, body);
    }
    boolean oneWay = type == TYPE_ONE_WAY;
    return new BoltRequest(version, command, id, codec, oneWay, in.getInt(rest - 4), body);
  }

  private static BoltVersion version(ByteBuf in, int start, int protocol) {
    if (protocol == PROTOCOL_1) {
      return BoltVersion.V1;
    }
    boolean checked = in.getByte(start + 1) == 2 && (in.getByte(start + 11) & 1) != 0;
    return checked ? BoltVersion.V2_CRC : BoltVersion.V2;
  }

  private static int length(String what, int announced, int largest) {
    if (announced < 0 || announced > largest) {
      throw new BoltFormatException(
          "a frame announces a " + what + " of " + announced + " bytes, the limit is " + largest);
    }
    return announced;
  }

  private static void check(ByteBuf in, int start, int length) {
    CRC32 crc = new CRC32();
    crc.update(in.nioBuffer(start, length));
    if ((int) crc.getValue() != in.getInt(start + length)) {
      throw new BoltFormatException("a frame does not match its CRC");
    }
  }
}
