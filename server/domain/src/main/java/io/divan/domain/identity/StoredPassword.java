package io.divan.domain.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: PBKDF2-HMAC-SHA256 (RFC 8018), salted.
 *
 * @param iterations how hard it is to guess
 */
record StoredPassword(int iterations, byte[] salt, byte[] hash) {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;

  static StoredPassword of(String password, int iterations, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new StoredPassword(iterations, salt, derive(password, salt, iterations));
  }

  /** Whether this is the password. Takes the same time whatever the answer. */
  boolean matches(String password) {
    return MessageDigest.isEqual(hash, derive(password, salt, iterations));
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java runtime has it
    } finally {
      spec.clearPassword();
    }
  }

  @Override
  public String toString() {
    return "StoredPassword[iterations=" + iterations + "]";
  }
}
