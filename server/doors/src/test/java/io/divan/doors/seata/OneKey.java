package io.divan.doors.seata;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.identity.Authentication;
import io.divan.kernel.identity.Caller;
import java.util.function.Predicate;

/**
 * An identity that knows one access key.
 *
 * @param required whether it is asked for
 */
record OneKey(boolean required) implements Authentication {
  static final String KEY = "bank-key";
  static final String SECRET = "s3cret";

  @Override
  public Login login(String user, String password) {
    throw denied();
  }

  @Override
  public Caller byToken(String token) {
    throw denied();
  }

  @Override
  public Caller byAccessKey(String accessKey, Predicate<String> isSignedWith) {
    if (accessKey.equals(KEY) && isSignedWith.test(SECRET)) {
      return Caller.anybody();
    }
    throw denied();
  }

  private static Failure denied() {
    return Failure.of(Kind.DENIED, "test.denied", "no");
  }
}
