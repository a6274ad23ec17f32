package io.divan.bench.peer;

import com.caucho.hessian.io.Hessian2Input;
import com.caucho.hessian.io.Hessian2Output;
import com.caucho.hessian.io.SerializerFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests and responses through the peers' Hessian library. */
final class Wire {
  private static final SerializerFactory FACTORY = new SerializerFactory();

  /** The fields of the peers' request. */
  static final class Request implements Serializable {
    private static final long serialVersionUID = 1L;

    @Nullable String targetAppName;
    @Nullable String methodName;
    @Nullable String targetServiceUniqueName;
    @Nullable Map<String, String> requestProps;
    String @Nullable [] methodArgSigs;
  }

  /** The fields of the peers' response. */
  static final class Response implements Serializable {
    private static final long serialVersionUID = 1L;

    boolean isError;
    @Nullable String errorMsg;
    @Nullable Object appResponse;
    @Nullable Map<String, String> responseProps;
  }

  /** A call as the server sees it. */
  record Call(Request request, @Nullable Object argument) {}

  private Wire() {}

  static byte[] request(String method, String type, Object argument) throws IOException {
    Request request = new Request();
    request.methodName = method;
    request.targetServiceUniqueName = "io.divan.bench.load.Echo:1.0";
    request.requestProps = new HashMap<>(Map.of("app", "bench", "protocol", "bolt"));
    request.methodArgSigs = new String[] {type};
    return write(request, argument);
  }

  static byte[] response(@Nullable Object result) throws IOException {
    Response response = new Response();
    response.appResponse = result;
    return write(response);
  }

  private static byte[] write(Object... values) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    Hessian2Output out = new Hessian2Output(bytes);
    out.setSerializerFactory(FACTORY);
    for (Object value : values) {
      out.writeObject(value);
    }
    out.close();
    return bytes.toByteArray();
  }

  static Call call(byte[] content) throws IOException {
    Hessian2Input in = input(content);
    Request request = (Request) in.readObject();
    return new Call(request, in.readObject());
  }

  static @Nullable Object result(byte[] content) throws IOException {
    return ((Response) input(content).readObject()).appResponse;
  }

  private static Hessian2Input input(byte[] content) {
    Hessian2Input in = new Hessian2Input(new ByteArrayInputStream(content));
    in.setSerializerFactory(FACTORY);
    return in;
  }
}
