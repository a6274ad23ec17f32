package io.divan.protocol.hessian;

import com.caucho.hessian.io.Hessian2Input;
import com.caucho.hessian.io.Hessian2Output;
import com.caucho.hessian.io.SerializerFactory;
import io.divan.protocol.bytes.ByteWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Both codecs in one call each: ours, and the library the peers use. */
final class Codec {
  private static final SerializerFactory FACTORY = new SerializerFactory();

  static {
    FACTORY.setAllowNonSerializable(true);
  }

  private final HessianTypes types;

  Codec(HessianTypes types) {
    this.types = types;
  }

  byte[] write(@Nullable Object... values) {
    ByteWriter bytes = new ByteWriter(1 << 24, 1 << 16);
    HessianWriter out = new HessianWriter(bytes);
    out.begin(types);
    for (Object value : values) {
      out.write(value);
    }
    return bytes.toByteArray();
  }

  @Nullable Object read(byte[] bytes) {
    return reader(bytes).read();
  }

  <T> T read(Class<T> expected, byte[] bytes) {
    return expected.cast(Objects.requireNonNull(reader(bytes).read(expected)));
  }

  HessianReader reader(byte[] bytes) {
    HessianReader in = new HessianReader(HessianLimits.DEFAULT);
    in.begin(types, bytes, 0, bytes.length);
    return in;
  }

  static byte[] libraryWrites(@Nullable Object... values) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Hessian2Output out = new Hessian2Output(bytes);
      out.setSerializerFactory(FACTORY);
      for (Object value : values) {
        out.writeObject(value);
      }
      out.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static @Nullable Object libraryReads(byte[] bytes) {
    try {
      Hessian2Input in = new Hessian2Input(new ByteArrayInputStream(bytes));
      in.setSerializerFactory(FACTORY);
      return in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
