package io.divan.domain.identity;

import io.divan.kernel.identity.Action;
import io.divan.kernel.machine.Command;
import java.util.Optional;

/** What can be asked of the identities. The result says whether anything changed. */
sealed interface IdentityCommand extends Command<Boolean> {

  /** Sets what is lacking: the key that signs tokens, a first administrator, their access key. */
  record Bootstrap(
      byte[] tokenKey, Optional<CreateUser> administrator, Optional<CreateAccessKey> accessKey)
      implements IdentityCommand {}

  record CreateUser(String name, StoredPassword password) implements IdentityCommand {}

  record ChangePassword(String name, StoredPassword password) implements IdentityCommand {}

  record RemoveUser(String name) implements IdentityCommand {}

  /** Gives a user the right to do something in a namespace, or takes it away. */
  record Grant(String user, String namespace, Optional<Action> action) implements IdentityCommand {}

  record CreateAccessKey(String key, String secret, String user) implements IdentityCommand {}

  record RemoveAccessKey(String key) implements IdentityCommand {}

  record PutNamespace(Namespace namespace) implements IdentityCommand {}

  record RemoveNamespace(String id) implements IdentityCommand {}

  /** Replaces the key that signs tokens; every token issued before is void. */
  record RotateTokenKey(byte[] tokenKey) implements IdentityCommand {}
}
