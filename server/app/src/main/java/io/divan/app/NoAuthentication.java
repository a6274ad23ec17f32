package io.divan.app;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.identity.Authentication;
import io.divan.kernel.identity.Caller;
import java.util.function.Predicate;

/** Nobody is asked who they are; only for a server on loopback. */
final class NoAuthentication implements Authentication {
  @Override
  public boolean required() {
    return false;
  }

  @Override
  public Login login(String user, String password) {
    throw off();
  }

  @Override
  public Caller byToken(String token) {
    throw off();
  }

  @Override
  public Caller byAccessKey(String accessKey, Predicate<String> isSignedWith) {
    throw off();
  }

  private static Failure off() {
    return Failure.of(Kind.DENIED, "identity.off", "This server asks nobody for a login.");
  }
}
