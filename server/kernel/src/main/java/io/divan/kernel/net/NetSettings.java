package io.divan.kernel.net;

import io.divan.kernel.settings.DataSize;
import io.divan.kernel.settings.Setting;
import java.nio.file.Path;
import java.util.Optional;

/** Where the server listens. */
public record NetSettings(
    @Setting(
            doc =
                "The address to listen on. Beyond loopback the server refuses to start without"
                    + " identity.",
            def = "127.0.0.1")
        String host,
    @Setting(
            doc =
                "What clients are told to connect to (in xids, routes). Found by itself only where"
                    + " there is no choice.")
        Optional<String> advertisedAddress,
    @Setting(doc = "Connections that one listener takes; more are closed at once.", def = "20000")
        int maxConnections,
    @Setting(
            doc = "Bytes of unfinished requests that are held for all connections together.",
            def = "64MB")
        DataSize maxUnfinished,
    @Setting(doc = "PEM file of the certificate chain; with it every listener speaks TLS.")
        Optional<Path> tlsCertificate,
    @Setting(doc = "PEM file of the certificate's private key (PKCS#8).") Optional<Path> tlsKey) {

  public NetSettings {
    if (tlsCertificate.isPresent() != tlsKey.isPresent()) {
      throw new IllegalArgumentException("tls-certificate and tls-key are given together");
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException("max-connections must be at least 1");
    }
  }
}
