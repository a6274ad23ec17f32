package io.divan.domain.identity;

import io.divan.domain.identity.IdentityCommand.Bootstrap;
import io.divan.domain.identity.IdentityCommand.ChangePassword;
import io.divan.domain.identity.IdentityCommand.CreateAccessKey;
import io.divan.domain.identity.IdentityCommand.CreateUser;
import io.divan.domain.identity.IdentityCommand.Grant;
import io.divan.domain.identity.IdentityCommand.PutNamespace;
import io.divan.domain.identity.IdentityCommand.RemoveAccessKey;
import io.divan.domain.identity.IdentityCommand.RemoveNamespace;
import io.divan.domain.identity.IdentityCommand.RemoveUser;
import io.divan.domain.identity.IdentityCommand.RotateTokenKey;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Authentication;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.log.ReplicatedLog;
import io.divan.kernel.machine.Origin;
import io.divan.kernel.machine.Replica;
import io.divan.kernel.time.Clock;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Users, their rights, keys and tokens, and the namespaces, as the rest of the server sees them.
 * Changes are durable when their future completes; whoever calls has checked that the caller may.
 */
public final class Identity implements Authentication, AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.@-]{1,64}");
  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
  private static final int MIN_PASSWORD = 8;
  private static final int MAX_PASSWORD = 256;
  private static final int MAX_TEXT = 512;

  private final Replica<IdentityMachine> replica;
  private final IdentitySettings settings;
  private final Clock clock;
  private final SecureRandom random;
  private final LoginThrottle throttle;
  private final PasswordThread passwords = new PasswordThread();
  private final StoredPassword nobody;

  Identity(
      Replica<IdentityMachine> replica,
      IdentitySettings settings,
      Clock clock,
      SecureRandom random) {
    this.replica = replica;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.throttle = new LoginThrottle(clock, random.nextInt());
    this.nobody = new StoredPassword(settings.passwordIterations(), new byte[16], new byte[32]);
  }

  /** Puts the identities on the log; call {@link #bootstrap} once it has started. */
  public static Identity on(
      ReplicatedLog log, IdentitySettings settings, Clock clock, SecureRandom random) {
    return new Identity(log.host(new IdentityMachine()), settings, clock, random);
  }

  /**
   * Sets what a fresh log lacks.
   *
   * @throws Failure USER if callers must log in and there is nobody who could let them
   */
  public void bootstrap() {
    boolean keyMissing = replica.read(machine -> machine.tokenKey().length == 0);
    boolean nobodyThere = settings.enabled() && !replica.read(IdentityMachine::hasAdministrator);
    if (nobodyThere && settings.adminPassword().isEmpty()) {
      throw Failure.of(
          Kind.USER,
          "identity.no-administrator",
          "Identity is on and there is no administrator yet. Set identity.admin-password for the"
              + " first start.");
    }
    Optional<CreateAccessKey> accessKey = missingAccessKey();
    if (keyMissing || nobodyThere || accessKey.isPresent()) {
      Optional<CreateUser> first =
          nobodyThere
              ? settings.adminPassword().map(password -> newUser(settings.adminUser(), password))
              : Optional.empty();
      await(replica.submit(Origin.server(), new Bootstrap(randomBytes(32), first, accessKey)));
    }
  }

  private Optional<CreateAccessKey> missingAccessKey() {
    return settings
        .accessKey()
        .filter(key -> replica.read(machine -> machine.accessKey(key)).isEmpty())
        .map(key ->
            new CreateAccessKey(
                legal(NAME, "access key", key),
                settings.secretKey().orElseThrow(),
                settings.adminUser()));
  }

  private CreateUser newUser(String name, String password) {
    return new CreateUser(legal(NAME, "user", name), hash(password));
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Failure failure ? failure : e;
    }
  }

  @Override
  public boolean required() {
    return settings.enabled();
  }

  @Override
  public Login login(String user, String password) {
    if (!required()) {
      return new Login("anonymous", settings.tokenLifetime(), Caller.anybody());
    }
    throttle.attempt(user);
    User found = replica.read(machine -> machine.user(user)).orElse(null);
    StoredPassword stored = found == null ? nobody : found.password();
    boolean right = passwords.run(() -> stored.matches(bounded(password)));
    if (!right || found == null) { // a stranger takes as long as a wrong password
      throw Failure.of(Kind.DENIED, "identity.bad-credentials", "Unknown user or wrong password.");
    }
    throttle.succeeded(user);
    Instant expires = clock.now().plus(settings.tokenLifetime());
    byte[] key = replica.read(IdentityMachine::tokenKey);
    return new Login(
        Tokens.issue(key, user, found.passwordIndex(), expires),
        settings.tokenLifetime(),
        found.caller());
  }

  private static String bounded(String password) {
    return password.length() > MAX_PASSWORD ? "" : password;
  }

  @Override
  public Caller byToken(String token) {
    if (!required()) {
      return Caller.anybody();
    }
    var claims =
        Tokens.open(replica.read(IdentityMachine::tokenKey), token)
            .orElseThrow(() -> denied("identity.bad-token", "This token was not issued here."));
    if (clock.now().toEpochMilli() >= claims.getExpiresMillis()) {
      throw denied("identity.token-expired", "The token has expired. Log in again.");
    }
    return replica
        .read(machine -> machine.user(claims.getUser()))
        .filter(user -> user.passwordIndex() == claims.getPasswordIndex())
        .map(User::caller)
        .orElseThrow(
            () -> denied("identity.token-void", "The token is no longer valid. Log in again."));
  }

  @Override
  public Caller byAccessKey(String accessKey, Predicate<String> isSignedWith) {
    if (!required()) {
      return Caller.anybody();
    }
    AccessKey key =
        replica
            .read(machine -> machine.accessKey(accessKey))
            .orElseThrow(() -> denied("identity.unknown-key", "Unknown access key."));
    if (!isSignedWith.test(key.secret())) {
      throw denied("identity.bad-signature", "The signature is not that of the access key.");
    }
    return replica
        .read(machine -> machine.user(key.user()))
        .map(User::caller)
        .orElseThrow(() -> denied("identity.unknown-key", "Unknown access key."));
  }

  private static Failure denied(String code, String message) {
    return Failure.of(Kind.DENIED, code, message);
  }

  /** Makes a user who may do nothing yet. */
  public CompletableFuture<Boolean> createUser(Origin by, String name, String password) {
    return replica.submit(by, newUser(name, password));
  }

  /** Sets a user's password; tokens issued for the one before are void. */
  public CompletableFuture<Boolean> changePassword(Origin by, String name, String password) {
    return replica.submit(by, new ChangePassword(name, hash(password)));
  }

  /** Removes a user and their access keys. */
  public CompletableFuture<Boolean> removeUser(Origin by, String name) {
    return replica.submit(by, new RemoveUser(name));
  }

  /**
   * Gives a user the right to do something.
   *
   * @param namespace {@link Caller#EVERYWHERE} for all of them
   */
  public CompletableFuture<Boolean> grant(Origin by, String user, String namespace, Action action) {
    return replica.submit(by, new Grant(user, namespace, Optional.of(action)));
  }

  /** Takes a user's right in a namespace away. */
  public CompletableFuture<Boolean> revoke(Origin by, String user, String namespace) {
    return replica.submit(by, new Grant(user, namespace, Optional.empty()));
  }

  /** Draws an access key for a user; its secret is not shown again. */
  public CompletableFuture<NewAccessKey> createAccessKey(Origin by, String user) {
    var drawn = new NewAccessKey("DK" + randomText(12), randomText(30));
    return replica
        .submit(by, new CreateAccessKey(drawn.key(), drawn.secret(), user))
        .thenApply(done -> drawn);
  }

  public CompletableFuture<Boolean> removeAccessKey(Origin by, String key) {
    return replica.submit(by, new RemoveAccessKey(key));
  }

  /** Makes every token issued so far void. */
  public CompletableFuture<Boolean> rotateTokenKey(Origin by) {
    return replica.submit(by, new RotateTokenKey(randomBytes(32)));
  }

  /** Makes a namespace, or changes its name and description. */
  public CompletableFuture<Boolean> putNamespace(Origin by, Namespace namespace) {
    legal(NAMESPACE, "namespace", namespace.id());
    if (namespace.name().length() > MAX_TEXT || namespace.description().length() > MAX_TEXT) {
      throw Failure.of(
          Kind.USER,
          "identity.namespace-text",
          "A namespace's name and description have at most " + MAX_TEXT + " characters.");
    }
    return replica.submit(by, new PutNamespace(namespace));
  }

  /** Takes a namespace off the list; what is in it stays. */
  public CompletableFuture<Boolean> removeNamespace(Origin by, String id) {
    return replica.submit(by, new RemoveNamespace(id));
  }

  /** Every namespace, the default one first. */
  public List<Namespace> namespaces() {
    List<Namespace> all = new ArrayList<>();
    all.add(Namespace.DEFAULT);
    all.addAll(replica.read(IdentityMachine::namespaces));
    return all;
  }

  /** Every user and what they may do. */
  public List<UserView> users() {
    return replica.read(machine ->
        machine.users().stream()
            .map(user -> new UserView(user.name(), user.grants(), keysOf(machine, user.name())))
            .toList());
  }

  private static List<String> keysOf(IdentityMachine machine, String user) {
    return machine.accessKeys().stream()
        .filter(key -> key.user().equals(user))
        .map(AccessKey::key)
        .toList();
  }

  private static String legal(Pattern pattern, String what, String text) {
    if (!pattern.matcher(text).matches()) {
      throw Failure.of(
          Kind.USER,
          "identity.illegal-name",
          "\"" + text + "\" cannot be the name of a " + what + ": it must match " + pattern + ".");
    }
    return text;
  }

  private StoredPassword hash(String password) {
    if (password.length() < MIN_PASSWORD || password.length() > MAX_PASSWORD) {
      throw Failure.of(
          Kind.USER,
          "identity.password-length",
          "A password has " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters.");
    }
    return passwords.run(() -> StoredPassword.of(password, settings.passwordIterations(), random));
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String randomText(int bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(bytes));
  }

  @Override
  public void close() {
    passwords.close();
  }

  /** A user as an administrator sees them. */
  public record UserView(String name, Map<String, Action> grants, List<String> accessKeys) {}

  /** A fresh access key. */
  public record NewAccessKey(String key, String secret) {
    @Override
    public String toString() {
      return "NewAccessKey[key=" + key + "]";
    }
  }
}
