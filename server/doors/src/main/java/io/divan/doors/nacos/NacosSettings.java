package io.divan.doors.nacos;

import io.divan.kernel.settings.DataSize;
import io.divan.kernel.settings.Setting;
import java.time.Duration;

/** The door for Nacos clients. */
public record NacosSettings(
    @Setting(doc = "Whether it is open.", def = "true") boolean enabled,
    @Setting(doc = "Its HTTP port; 0 takes any free one.", def = "8848") int httpPort,
    @Setting(
            doc = "Its gRPC port; 0 for the HTTP port + 1000, where Nacos clients look for it.",
            def = "0")
        int grpcPort,
    @Setting(doc = "The largest message of a client.", def = "10MB") DataSize maxMessage,
    @Setting(doc = "Requests that one connection may have open at one time.", def = "256")
        int maxOpenRequests,
    @Setting(
            doc = "A connection must say who it is, and a request be whole, within this time.",
            def = "30s")
        Duration arrivalTimeout,
    @Setting(doc = "A client that has been silent for this long is asked for a sign.", def = "20s")
        Duration idleTimeout,
    @Setting(doc = "A client that then gives none within this time is gone.", def = "5s")
        Duration detectTimeout,
    @Setting(doc = "HTTP clients that may wait for a configuration to change.", def = "500")
        int maxLongPolls) {

  public NacosSettings {
    if (httpPort > 64_535 && grpcPort == 0) {
      throw new IllegalArgumentException("grpc-port is needed with an http-port above 64535");
    }
  }
}
