package io.divan.kernel.identity;

import io.divan.kernel.failure.Failure;
import java.time.Duration;
import java.util.function.Predicate;

/** Establishes who is asking. The one place where a secret is compared. */
public interface Authentication {
  /** Whether callers must say who they are; if not, everybody is {@link Caller#anybody}. */
  boolean required();

  /**
   * Exchanges a name and password for a token.
   *
   * @throws Failure DENIED if they do not match
   */
  Login login(String user, String password);

  /**
   * @throws Failure DENIED if the token was not issued here or has expired
   */
  Caller byToken(String token);

  /**
   * Checks a signature made with an access key.
   *
   * @param isSignedWith whether what was signed carries this secret's signature; each peer signs in
   *     its own way, and compares in constant time
   * @throws Failure DENIED if the key is unknown or the signature is not its own
   */
  Caller byAccessKey(String accessKey, Predicate<String> isSignedWith);

  /**
   * A fresh token.
   *
   * @param lifetime from now
   */
  record Login(String token, Duration lifetime, Caller caller) {}
}
