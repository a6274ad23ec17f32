package io.divan.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.fake.LocalReplica;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.time.ManualClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdentityTest {
  private static final Origin ADMIN = Origin.of("admin", "");
  private static final String PASSWORD = "correct horse";

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final LocalReplica<IdentityCommand, IdentityMachine> replica =
      new LocalReplica<>(IdentityMachine::new, clock);
  private final Identity identity = identity(settings(true, Optional.of(PASSWORD)));

  private Identity identity(IdentitySettings settings) {
    return new Identity(replica, settings, clock, new SecureRandom());
  }

  private static IdentitySettings settings(boolean enabled, Optional<String> password) {
    return settings(enabled, password, Optional.empty());
  }

  private static IdentitySettings settings(
      boolean enabled, Optional<String> password, Optional<String> accessKey) {
    return new IdentitySettings(
        enabled,
        "admin",
        password,
        accessKey,
        accessKey.map(key -> "0123456789abcdef"),
        Duration.ofHours(5),
        1_000);
  }

  @AfterEach
  void close() {
    identity.close();
  }

  @Test
  void theFirstStartMakesAnAdministratorAndLaterStartsDoNot() {
    identity.bootstrap();
    int entries = replica.entries();
    identity.bootstrap();

    assertThat(replica.entries()).isEqualTo(entries);
    assertThat(identity.login("admin", PASSWORD).caller().may(Action.ADMIN, "any")).isTrue();
  }

  @Test
  void aServerThatAsksForALoginNobodyCanMakeRefusesToStart() {
    try (var locked = identity(settings(true, Optional.empty()))) {
      assertThatThrownBy(locked::bootstrap).hasMessageContaining("identity.admin-password");
    }
  }

  @Test
  void withoutIdentityEverybodyIsAnybody() {
    try (var open = identity(settings(false, Optional.empty()))) {
      open.bootstrap();
      assertThat(open.byToken("whatever")).isEqualTo(Caller.anybody());
      assertThat(open.login("x", "y").caller()).isEqualTo(Caller.anybody());
      assertThat(open.byAccessKey("a", secret -> false)).isEqualTo(Caller.anybody());
    }
  }

  @Test
  void aTokenIsGoodUntilItExpires() {
    identity.bootstrap();
    String token = identity.login("admin", PASSWORD).token();

    clock.advance(Duration.ofHours(5).minusSeconds(1));
    assertThat(identity.byToken(token).name()).isEqualTo("admin");
    clock.advance(Duration.ofSeconds(1));
    assertDenied(() -> identity.byToken(token), "identity.token-expired");
  }

  @Test
  void aTokenIsVerifiedOnANodeThatHasNeverSeenIt() {
    identity.bootstrap();
    String token = identity.login("admin", PASSWORD).token();
    replica.restart();

    try (var other = identity(settings(true, Optional.empty()))) {
      assertThat(other.byToken(token).name()).isEqualTo("admin");
    }
  }

  @Test
  void aForgedTokenIsRefused() {
    identity.bootstrap();
    String token = identity.login("admin", PASSWORD).token();

    for (String forged :
        List.of("", ".", "a.b", token + "x", "x" + token, "é.ü", "a".repeat(9999))) {
      assertDenied(() -> identity.byToken(forged), "identity.bad-token");
    }
  }

  @Test
  void aTokenDoesNotOutliveItsPasswordItsUserOrItsKey() {
    identity.bootstrap();
    identity.createUser(ADMIN, "ann", "first password").join();
    String token = identity.login("ann", "first password").token();
    identity.changePassword(ADMIN, "ann", "second password").join();
    assertDenied(() -> identity.byToken(token), "identity.token-void");

    String second = identity.login("ann", "second password").token();
    identity.rotateTokenKey(ADMIN).join();
    assertDenied(() -> identity.byToken(second), "identity.bad-token");

    String third = identity.login("ann", "second password").token();
    identity.removeUser(ADMIN, "ann").join();
    assertDenied(() -> identity.byToken(third), "identity.token-void");
  }

  @Test
  void grantsCountAtOnceAndOnlyInTheirNamespace() {
    identity.bootstrap();
    identity.createUser(ADMIN, "ann", PASSWORD).join();
    String token = identity.login("ann", PASSWORD).token();
    assertDenied(() -> identity.byToken(token).require(Action.READ, ""), "identity.denied");

    identity.grant(ADMIN, "ann", "", Action.WRITE).join();
    identity.byToken(token).require(Action.READ, "");
    identity.byToken(token).require(Action.WRITE, "");
    assertDenied(() -> identity.byToken(token).require(Action.ADMIN, ""), "identity.denied");
    assertDenied(() -> identity.byToken(token).require(Action.READ, "other"), "identity.denied");

    identity.revoke(ADMIN, "ann", "").join();
    assertDenied(() -> identity.byToken(token).require(Action.READ, ""), "identity.denied");
  }

  @Test
  void aSignatureIsCheckedWithTheKeysSecret() {
    identity.bootstrap();
    var key = identity.createAccessKey(ADMIN, "admin").join();

    assertThat(identity.byAccessKey(key.key(), key.secret()::equals).name()).isEqualTo("admin");
    assertDenied(
        () -> identity.byAccessKey(key.key(), "another"::equals), "identity.bad-signature");
    assertDenied(() -> identity.byAccessKey("another", any -> true), "identity.unknown-key");
    identity.removeAccessKey(ADMIN, key.key()).join();
    assertDenied(
        () -> identity.byAccessKey(key.key(), key.secret()::equals), "identity.unknown-key");
  }

  @Test
  void theFirstAccessKeyCanBeGivenByTheSettings() {
    identity.bootstrap();
    try (var later = identity(settings(true, Optional.of(PASSWORD), Optional.of("AK1")))) {
      later.bootstrap();
      int entries = replica.entries();
      later.bootstrap();
      assertThat(replica.entries()).isEqualTo(entries);
      assertThat(later.byAccessKey("AK1", "0123456789abcdef"::equals).name()).isEqualTo("admin");
      replica.replay();
      assertThat(later.byAccessKey("AK1", "0123456789abcdef"::equals).name()).isEqualTo("admin");
    }
  }

  @Test
  void guessingIsSlowedDownForThatNameOnly() {
    identity.bootstrap();
    identity.createUser(ADMIN, "ann", PASSWORD).join();
    for (int i = 0; i < 5; i++) {
      assertDenied(() -> identity.login("ann", "wrong"), "identity.bad-credentials");
    }
    var refused = catchThrowableOfType(Failure.class, () -> identity.login("ann", PASSWORD));
    assertThat(refused.kind()).isEqualTo(Kind.EXHAUSTED);
    assertThat(identity.login("admin", PASSWORD).token()).isNotEmpty();

    clock.advance(Duration.ofSeconds(10));
    assertThat(identity.login("ann", PASSWORD).token()).isNotEmpty();
    for (int i = 0; i < 100; i++) { // good logins are not counted
      clock.advance(Duration.ofSeconds(1));
      identity.login("admin", PASSWORD);
    }
  }

  @Test
  void theLastAdministratorCannotBeRemovedOrDemoted() {
    identity.bootstrap();
    assertRefused(() -> identity.removeUser(ADMIN, "admin").join(), Kind.CONFLICT);
    assertRefused(() -> identity.revoke(ADMIN, "admin", Caller.EVERYWHERE).join(), Kind.CONFLICT);

    identity.createUser(ADMIN, "eve", PASSWORD).join();
    identity.grant(ADMIN, "eve", Caller.EVERYWHERE, Action.ADMIN).join();
    identity.removeUser(ADMIN, "admin").join();
    assertThat(identity.users()).extracting(Identity.UserView::name).containsExactly("eve");
  }

  @Test
  void whatIsNotThereOrThereAlreadyIsRefused() {
    identity.bootstrap();
    assertRefused(() -> identity.createUser(ADMIN, "admin", PASSWORD).join(), Kind.CONFLICT);
    assertRefused(() -> identity.changePassword(ADMIN, "bob", PASSWORD).join(), Kind.NOT_FOUND);
    assertRefused(() -> identity.grant(ADMIN, "bob", "", Action.READ).join(), Kind.NOT_FOUND);
    assertRefused(() -> identity.createAccessKey(ADMIN, "bob").join(), Kind.NOT_FOUND);
    assertRefused(() -> identity.createUser(ADMIN, "bob", "short").join(), Kind.USER);
    assertRefused(() -> identity.createUser(ADMIN, "b b", PASSWORD).join(), Kind.USER);
  }

  @Test
  void replayAndSnapshotGiveTheSameState() {
    identity.bootstrap();
    identity.createUser(ADMIN, "ann", PASSWORD).join();
    identity.grant(ADMIN, "ann", "dev", Action.WRITE).join();
    var key = identity.createAccessKey(ADMIN, "ann").join();
    identity.putNamespace(ADMIN, new Namespace("dev", "Development", "where it is tried")).join();
    identity.putNamespace(ADMIN, new Namespace("gone", "", "")).join();
    identity.removeNamespace(ADMIN, "gone").join();
    String token = identity.login("ann", PASSWORD).token();

    for (Runnable way : List.<Runnable>of(replica::replay, replica::restart)) {
      way.run();
      assertThat(identity.users())
          .contains(new Identity.UserView("ann", Map.of("dev", Action.WRITE), List.of(key.key())));
      assertThat(identity.namespaces())
          .containsExactly(
              Namespace.DEFAULT, new Namespace("dev", "Development", "where it is tried"));
      assertThat(identity.byToken(token).name()).isEqualTo("ann");
    }
  }

  private static void assertDenied(Runnable call, String code) {
    var failure = catchThrowableOfType(Failure.class, call::run);
    assertThat(failure.kind()).isEqualTo(Kind.DENIED);
    assertThat(failure.code()).isEqualTo(code);
  }

  private static void assertRefused(Runnable call, Kind kind) {
    assertThatThrownBy(call::run)
        .satisfies(e -> {
          Throwable cause = e instanceof CompletionException ? e.getCause() : e;
          assertThat(((Failure) Objects.requireNonNull(cause)).kind()).isEqualTo(kind);
        });
  }
}
