package io.divan.kernel.peer;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The key that a cluster's secret stands for: the same on every member, an Ed25519 key whose seed
 * is PBKDF2 of the secret (RFC 8018, RFC 8410).
 */
record LinkKey(PrivateKey privateKey, X509Certificate certificate) {
  private static final int ROUNDS = 100_000;
  private static final int SEED_BITS = 256;

  static LinkKey of(String secret, String cluster) {
    try {
      byte[] seed = seed(secret, cluster);
      var generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
      KeyPair pair = generator.generateKeyPair();
      return new LinkKey(pair.getPrivate(), selfSigned(pair));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no Ed25519", e);
    }
  }

  private static byte[] seed(String secret, String cluster) throws GeneralSecurityException {
    byte[] salt = ("divan link " + cluster).getBytes(StandardCharsets.UTF_8);
    var spec = new PBEKeySpec(secret.toCharArray(), salt, ROUNDS, SEED_BITS);
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
  }

  /** TLS wants a certificate around the key; nobody reads what this one says (RFC 5280). */
  private static X509Certificate selfSigned(KeyPair pair) throws GeneralSecurityException {
    byte[] algorithm = Der.sequence(Der.oid(43, 101, 112));
    byte[] name = Der.sequence(Der.set(Der.sequence(Der.oid(85, 4, 3), Der.utf8("divan"))));
    byte[] always = Der.sequence(Der.time("20000101000000Z"), Der.time("99991231235959Z"));
    byte[] body =
        Der.sequence(
            Der.tagged(0, Der.integer(2)),
            Der.integer(1),
            algorithm,
            name,
            always,
            name,
            pair.getPublic().getEncoded());
    var signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(body);
    byte[] whole = Der.sequence(body, algorithm, Der.bits(signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  @Override
  public String toString() {
    return "LinkKey";
  }

  /** Gives the seed where a generator asks for randomness: an Ed25519 key is its seed. */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    Fixed(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(Arrays.copyOf(seed, bytes.length), 0, bytes, 0, bytes.length);
    }
  }
}
