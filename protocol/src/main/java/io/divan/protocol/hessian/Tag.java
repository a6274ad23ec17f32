package io.divan.protocol.hessian;

/**
 * The first bytes of values in Hessian's draft grammar.
 *
 * <p>Source: com.alipay.sofa:hessian 3.5.6, {@code Hessian2Constants}, {@code Hessian2Output}.
 */
final class Tag {
  static final int NULL = 'N';
  static final int TRUE = 'T';
  static final int FALSE = 'F';

  static final int INT_ZERO = 0x90;
  static final int INT_BYTE_ZERO = 0xc8;
  static final int INT_SHORT_ZERO = 0xd4;
  static final int INT = 'I';

  static final int LONG_ZERO = 0xe0;
  static final int LONG_BYTE_ZERO = 0xf8;
  static final int LONG_SHORT_ZERO = 0x3c;
  static final int LONG_INT = 0x77;
  static final int LONG = 'L';

  static final int DOUBLE_ZERO = 0x67;
  static final int DOUBLE_ONE = 0x68;
  static final int DOUBLE_BYTE = 0x69;
  static final int DOUBLE_SHORT = 0x6a;
  static final int DOUBLE_FLOAT = 0x6b;
  static final int DOUBLE = 'D';

  static final int DATE = 'd';

  static final int STRING_DIRECT_MAX = 0x1f;
  static final int STRING_CHUNK = 's';
  static final int STRING_LAST = 'S';
  static final int BYTES_DIRECT = 0x20;
  static final int BYTES_DIRECT_MAX = 0x0f;
  static final int BYTES_CHUNK = 'b';
  static final int BYTES_LAST = 'B';
  static final int CHUNK_MAX = 0x8000;

  static final int LIST = 'V';
  static final int LIST_OF_KNOWN_TYPE = 'v';
  static final int LENGTH_BYTE = 'n';
  static final int LENGTH_INT = 'l';
  static final int MAP = 'M';
  static final int TYPE = 't';
  static final int TYPE_REF = 'u';
  static final int END = 'z';

  static final int DEFINITION = 'O';
  static final int OBJECT = 'o';
  static final int REF_BYTE = 'J';
  static final int REF_SHORT = 'K';
  static final int REF_INT = 'R';

  private Tag() {}
}
