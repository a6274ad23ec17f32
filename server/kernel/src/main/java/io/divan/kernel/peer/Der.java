package io.divan.kernel.peer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The few forms of DER (X.690) that a certificate needs. */
final class Der {
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BITS = 0x03;
  private static final int OID = 0x06;
  private static final int UTF8 = 0x0c;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int CONTEXT = 0xa0;

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return value(SEQUENCE, parts);
  }

  static byte[] set(byte[]... parts) {
    return value(SET, parts);
  }

  static byte[] tagged(int number, byte[] part) {
    return value(CONTEXT | number, part);
  }

  /** A number below 128. */
  static byte[] integer(int small) {
    return value(INTEGER, new byte[] {(byte) small});
  }

  /** An object identifier in its encoded bytes: the first two arcs are one number. */
  static byte[] oid(int... encoded) {
    byte[] bytes = new byte[encoded.length];
    for (int i = 0; i < encoded.length; i++) {
      bytes[i] = (byte) encoded[i];
    }
    return value(OID, bytes);
  }

  static byte[] utf8(String text) {
    return value(UTF8, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] time(String generalized) {
    return value(GENERALIZED_TIME, generalized.getBytes(StandardCharsets.US_ASCII));
  }

  /** Whole bytes as a bit string. */
  static byte[] bits(byte[] bytes) {
    return value(BITS, new byte[] {0}, bytes);
  }

  private static byte[] value(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var whole = new ByteArrayOutputStream();
    whole.write(tag);
    int length = content.size();
    if (length > 0xff) {
      whole.write(0x82);
      whole.write(length >> 8);
    } else if (length > 0x7f) {
      whole.write(0x81);
    }
    whole.write(length & 0xff);
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }
}
