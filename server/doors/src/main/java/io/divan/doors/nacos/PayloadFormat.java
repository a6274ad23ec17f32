package io.divan.doors.nacos;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link Payload} in protobuf's format, written by hand because it is so little.
 *
 * <pre>
 * Payload  = metadata 2 | body 3 (google.protobuf.Any, of which only value 2 is used)
 * Metadata = type 3 | headers 7 (map: key 1, value 2) | clientIp 8
 * </pre>
 *
 * Source: nacos_grpc_service.proto of nacos-api 2.0.0 to 3.1.1.
 */
final class PayloadFormat implements Marshaller<Payload> {
  private static final int METADATA = 2;
  private static final int BODY = 3;
  private static final int TYPE = 3;
  private static final int HEADERS = 7;
  private static final int CLIENT_IP = 8;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  @Override
  public InputStream stream(Payload payload) {
    try {
      var bytes = new ByteArrayOutputStream(payload.body().length + 128);
      var out = CodedOutputStream.newInstance(bytes);
      out.writeByteArray(METADATA, metadata(payload));
      int body = payload.body().length;
      out.writeTag(BODY, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(CodedOutputStream.computeByteArraySize(VALUE, payload.body()));
      out.writeByteArray(VALUE, payload.body(), 0, body);
      out.flush();
      return new ByteArrayInputStream(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: it is written to memory
    }
  }

  private static byte[] metadata(Payload payload) throws IOException {
    var bytes = new ByteArrayOutputStream(64);
    var out = CodedOutputStream.newInstance(bytes);
    out.writeString(TYPE, payload.type());
    for (Map.Entry<String, String> header : payload.headers().entrySet()) {
      var pair = new ByteArrayOutputStream(32);
      var to = CodedOutputStream.newInstance(pair);
      to.writeString(KEY, header.getKey());
      to.writeString(VALUE, header.getValue());
      to.flush();
      out.writeByteArray(HEADERS, pair.toByteArray());
    }
    if (!payload.clientIp().isEmpty()) {
      out.writeString(CLIENT_IP, payload.clientIp());
    }
    out.flush();
    return bytes.toByteArray();
  }

  /** Bounded by what gRPC lets through; what makes no sense is {@link Payload#MALFORMED}. */
  @Override
  public Payload parse(InputStream stream) {
    try {
      return read(CodedInputStream.newInstance(stream));
    } catch (IOException e) {
      return Payload.MALFORMED;
    }
  }

  private static Payload read(CodedInputStream in) throws IOException {
    String type = "";
    String clientIp = "";
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byte[] body = {};
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == lengthDelimited(METADATA)) {
        int outer = in.pushLimit(in.readRawVarint32());
        for (int inner = in.readTag(); inner != 0; inner = in.readTag()) {
          if (inner == lengthDelimited(TYPE)) {
            type = in.readStringRequireUtf8();
          } else if (inner == lengthDelimited(HEADERS)) {
            header(in, headers);
          } else if (inner == lengthDelimited(CLIENT_IP)) {
            clientIp = in.readStringRequireUtf8();
          } else {
            in.skipField(inner);
          }
        }
        in.popLimit(outer);
      } else if (tag == lengthDelimited(BODY)) {
        body = any(in);
      } else {
        in.skipField(tag);
      }
    }
    return new Payload(type, headers, clientIp, body);
  }

  private static void header(CodedInputStream in, Map<String, String> headers) throws IOException {
    String key = "";
    String value = "";
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == lengthDelimited(KEY)) {
        key = in.readStringRequireUtf8();
      } else if (tag == lengthDelimited(VALUE)) {
        value = in.readStringRequireUtf8();
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(outer);
    headers.put(key, value);
  }

  private static byte[] any(CodedInputStream in) throws IOException {
    byte[] value = {};
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == lengthDelimited(VALUE)) {
        value = in.readByteArray();
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(outer);
    return value;
  }

  private static int lengthDelimited(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
