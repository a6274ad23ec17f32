package io.divan.kernel.peer;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.Socket;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS 1.3 between members, where both ends must hold the key that only the cluster's secret gives:
 * one secret is all that an operator hands around, and no certificate ever expires in the night.
 */
final class LinkTls {
  private final SslContext listening;
  private final SslContext dialling;

  LinkTls(LinkKey key) {
    var trust = new SameKeyOnly(key.certificate().getPublicKey());
    try {
      listening =
          SslContextBuilder.forServer(key.privateKey(), key.certificate())
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3")
              .clientAuth(ClientAuth.REQUIRE)
              .trustManager(trust)
              .build();
      dialling =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3")
              .keyManager(key.privateKey(), key.certificate())
              .trustManager(trust)
              .endpointIdentificationAlgorithm(null)
              .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS 1.3 with Ed25519", e);
    }
  }

  SslContext listening() {
    return listening;
  }

  SslContext dialling() {
    return dialling;
  }

  /** Trusts whoever can sign with our own key, and nobody else. */
  private static final class SameKeyOnly extends X509ExtendedTrustManager {
    private final PublicKey own;

    SameKeyOnly(PublicKey own) {
      this.own = own;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      if (chain.length == 0 || !chain[0].getPublicKey().equals(own)) {
        throw new CertificateException("the other side does not know this cluster's secret");
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
