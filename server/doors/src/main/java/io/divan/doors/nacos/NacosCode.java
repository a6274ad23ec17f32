package io.divan.doors.nacos;

import io.divan.kernel.failure.Failure;

/**
 * What Nacos calls a failure.
 *
 * <p>Source: NacosException and model.v2.ErrorCode of nacos-api 3.1.1.
 *
 * @param code in gRPC answers
 * @param status of an HTTP answer
 * @param detail in the bodies of the v3 HTTP API
 */
record NacosCode(int code, int status, int detail) {
  static final int OK = 200;
  static final int FAILED = 500;
  static final int UNREGISTERED = 301;
  static final int NO_HANDLER = 302;
  static final int CONFIG_NOT_FOUND = 300;

  static NacosCode of(Failure.Kind kind) {
    return switch (kind) {
      case USER -> new NacosCode(400, 400, 20002);
      case NOT_FOUND -> new NacosCode(404, 404, 20004);
      case DENIED -> new NacosCode(403, 403, 10001);
      case CONFLICT -> new NacosCode(409, 409, 20005);
      case EXHAUSTED -> new NacosCode(503, 503, 30000);
      case NOT_LEADER, UNAVAILABLE -> new NacosCode(500, 503, 30000);
      case UNKNOWN, INTERNAL -> new NacosCode(500, 500, 30000);
      case EXTERNAL -> new NacosCode(502, 502, 30000);
    };
  }
}
