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
import io.divan.kernel.identity.Caller;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.Codec;
import io.divan.kernel.machine.Entry;
import io.divan.kernel.machine.Machine;
import io.divan.kernel.machine.SectionReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The identities as a deterministic machine. Passwords are hashed, and keys drawn, before a command
 * is proposed; nobody can take away the last administrator's rights.
 */
final class IdentityMachine implements Machine<IdentityCommand> {
  private static final IdentityCodec CODEC = new IdentityCodec();

  private final TreeMap<String, User> users = new TreeMap<>();
  private final TreeMap<String, AccessKey> accessKeys = new TreeMap<>();
  private final TreeMap<String, Namespace> namespaces = new TreeMap<>();
  private byte[] tokenKey = {};

  @Override
  public String name() {
    return "identity";
  }

  @Override
  public Class<IdentityCommand> commands() {
    return IdentityCommand.class;
  }

  @Override
  public Codec<IdentityCommand> codec() {
    return CODEC;
  }

  /** Empty until the first bootstrap. */
  byte[] tokenKey() {
    return tokenKey;
  }

  Optional<User> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  Optional<AccessKey> accessKey(String key) {
    return Optional.ofNullable(accessKeys.get(key));
  }

  List<User> users() {
    return List.copyOf(users.values());
  }

  List<AccessKey> accessKeys() {
    return List.copyOf(accessKeys.values());
  }

  List<Namespace> namespaces() {
    return List.copyOf(namespaces.values());
  }

  boolean hasAdministrator() {
    return users.values().stream().anyMatch(User::isAdministrator);
  }

  @Override
  public void check(Entry entry, IdentityCommand command) {
    switch (command) {
      case CreateUser c -> {
        if (users.containsKey(c.name())) {
          throw refusal(Kind.CONFLICT, "user-exists", "User " + c.name() + " exists already.");
        }
      }
      case ChangePassword c -> existing(c.name());
      case RemoveUser c -> keepAnAdministrator(existing(c.name()));
      case Grant c -> {
        User user = existing(c.user());
        if (!user.withGrant(c.namespace(), c.action()).isAdministrator()) {
          keepAnAdministrator(user);
        }
      }
      case CreateAccessKey c -> existing(c.user());
      case Bootstrap c -> {}
      case RemoveAccessKey c -> {}
      case PutNamespace c -> {}
      case RemoveNamespace c -> {}
      case RotateTokenKey c -> {}
    }
  }

  private User existing(String name) {
    return user(name)
        .orElseThrow(
            () -> refusal(Kind.NOT_FOUND, "user-unknown", "There is no user named " + name + "."));
  }

  private void keepAnAdministrator(User leaving) {
    boolean anotherStays =
        users.values().stream()
            .anyMatch(each -> each.isAdministrator() && !each.name().equals(leaving.name()));
    if (leaving.isAdministrator() && !anotherStays) {
      throw refusal(
          Kind.CONFLICT,
          "last-administrator",
          leaving.name() + " is the last administrator. Name another one first.");
    }
  }

  private static Failure refusal(Kind kind, String code, String message) {
    return Failure.of(kind, "identity." + code, message);
  }

  @Override
  public Boolean apply(Entry entry, IdentityCommand command) {
    check(entry, command);
    return switch (command) {
      case Bootstrap c -> bootstrap(entry, c);
      case CreateUser c -> put(User.of(c.name(), c.password(), entry.index()));
      case ChangePassword c -> put(existing(c.name()).withPassword(c.password(), entry.index()));
      case RemoveUser c -> removeUser(c.name());
      case Grant c -> put(existing(c.user()).withGrant(c.namespace(), c.action()));
      case CreateAccessKey c -> put(entry, c);
      case RemoveAccessKey c -> accessKeys.remove(c.key()) != null;
      case PutNamespace c ->
          !c.namespace().equals(namespaces.put(c.namespace().id(), c.namespace()));
      case RemoveNamespace c -> namespaces.remove(c.id()) != null;
      case RotateTokenKey c -> {
        tokenKey = c.tokenKey();
        yield true;
      }
    };
  }

  private boolean bootstrap(Entry entry, Bootstrap c) {
    boolean changed = false;
    if (tokenKey.length == 0) {
      tokenKey = c.tokenKey();
      changed = true;
    }
    if (c.administrator().isPresent() && !hasAdministrator()) {
      CreateUser first = c.administrator().get();
      put(
          User.of(first.name(), first.password(), entry.index())
              .withGrant(Caller.EVERYWHERE, Optional.of(Action.ADMIN)));
      changed = true;
    }
    if (c.accessKey().filter(key -> !accessKeys.containsKey(key.key())).isPresent()) {
      changed |= put(entry, c.accessKey().get());
    }
    return changed;
  }

  private boolean put(User user) {
    users.put(user.name(), user);
    return true;
  }

  private boolean put(Entry entry, CreateAccessKey c) {
    Instant now = entry.now().truncatedTo(ChronoUnit.MILLIS); // as a snapshot keeps it
    accessKeys.put(c.key(), new AccessKey(c.key(), c.secret(), c.user(), now));
    return true;
  }

  private boolean removeUser(String name) {
    accessKeys.values().removeIf(key -> key.user().equals(name));
    return users.remove(name) != null;
  }

  @Override
  public Capture capture() {
    return CODEC.capture(
        tokenKey,
        new ArrayList<>(users.values()),
        new ArrayList<>(accessKeys.values()),
        new ArrayList<>(namespaces.values()));
  }

  @Override
  public void restore(SectionReader section) {
    users.clear();
    accessKeys.clear();
    namespaces.clear();
    tokenKey = new byte[0];
    CODEC.restore(
        section,
        key -> tokenKey = key,
        user -> users.put(user.name(), user),
        key -> accessKeys.put(key.key(), key),
        namespace -> namespaces.put(namespace.id(), namespace));
  }
}
