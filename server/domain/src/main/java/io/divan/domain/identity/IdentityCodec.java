package io.divan.domain.identity;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
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
import io.divan.domain.identity.wire.AccessKeyRecord;
import io.divan.domain.identity.wire.IdentityEntry;
import io.divan.domain.identity.wire.IdentityRecord;
import io.divan.domain.identity.wire.IdentityResult;
import io.divan.domain.identity.wire.UserRecord;
import io.divan.kernel.identity.Action;
import io.divan.kernel.identity.Caller;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.Codec;
import io.divan.kernel.machine.SectionReader;
import io.divan.kernel.machine.SectionWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The identities' commands and snapshot as divan/identity.proto lays them out. */
final class IdentityCodec implements Codec<IdentityCommand> {
  private static final int SNAPSHOT_VERSION = 1;

  @Override
  public byte[] encode(IdentityCommand command) {
    var entry = IdentityEntry.newBuilder();
    switch (command) {
      case Bootstrap c -> {
        var to = entry.getBootstrapBuilder().setTokenKey(ByteString.copyFrom(c.tokenKey()));
        c.administrator()
            .ifPresent(user -> to.setAdmin(user.name()).setPassword(wire(user.password())));
        c.accessKey().ifPresent(key -> to.setAccessKey(wire(key)));
      }
      case CreateUser c ->
          entry.getCreateUserBuilder().setName(c.name()).setPassword(wire(c.password()));
      case ChangePassword c ->
          entry.getChangePasswordBuilder().setName(c.name()).setPassword(wire(c.password()));
      case RemoveUser c -> entry.getRemoveUserBuilder().setName(c.name());
      case Grant c ->
          entry
              .getGrantBuilder()
              .setUser(c.user())
              .setNamespace(c.namespace())
              .setAction(c.action().map(Action::name).orElse(""));
      case CreateAccessKey c -> entry.setCreateAccessKey(wire(c));
      case RemoveAccessKey c -> entry.getRemoveAccessKeyBuilder().setKey(c.key());
      case PutNamespace c -> entry.setPutNamespace(wire(c.namespace()));
      case RemoveNamespace c -> entry.getRemoveNamespaceBuilder().setId(c.id());
      case RotateTokenKey c ->
          entry.getRotateTokenKeyBuilder().setTokenKey(ByteString.copyFrom(c.tokenKey()));
    }
    return entry.build().toByteArray();
  }

  @Override
  public IdentityCommand decode(byte[] bytes) {
    IdentityEntry entry;
    try {
      entry = IdentityEntry.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
    return switch (entry.getCommandCase()) {
      case BOOTSTRAP -> bootstrap(entry.getBootstrap());
      case CREATE_USER ->
          new CreateUser(
              entry.getCreateUser().getName(), password(entry.getCreateUser().getPassword()));
      case CHANGE_PASSWORD ->
          new ChangePassword(
              entry.getChangePassword().getName(),
              password(entry.getChangePassword().getPassword()));
      case REMOVE_USER -> new RemoveUser(entry.getRemoveUser().getName());
      case GRANT ->
          new Grant(
              entry.getGrant().getUser(),
              entry.getGrant().getNamespace(),
              Optional.of(entry.getGrant().getAction())
                  .filter(action -> !action.isEmpty())
                  .map(Action::valueOf));
      case CREATE_ACCESS_KEY -> createAccessKey(entry.getCreateAccessKey());
      case REMOVE_ACCESS_KEY -> new RemoveAccessKey(entry.getRemoveAccessKey().getKey());
      case PUT_NAMESPACE -> new PutNamespace(namespace(entry.getPutNamespace()));
      case REMOVE_NAMESPACE -> new RemoveNamespace(entry.getRemoveNamespace().getId());
      case ROTATE_TOKEN_KEY ->
          new RotateTokenKey(entry.getRotateTokenKey().getTokenKey().toByteArray());
      case COMMAND_NOT_SET -> throw new IllegalArgumentException("an unknown identity command");
    };
  }

  private static Bootstrap bootstrap(io.divan.domain.identity.wire.Bootstrap from) {
    return new Bootstrap(
        from.getTokenKey().toByteArray(),
        from.getAdmin().isEmpty()
            ? Optional.empty()
            : Optional.of(new CreateUser(from.getAdmin(), password(from.getPassword()))),
        from.hasAccessKey() ? Optional.of(createAccessKey(from.getAccessKey())) : Optional.empty());
  }

  private static io.divan.domain.identity.wire.CreateAccessKey wire(CreateAccessKey c) {
    return io.divan.domain.identity.wire.CreateAccessKey.newBuilder()
        .setKey(c.key())
        .setSecret(c.secret())
        .setUser(c.user())
        .build();
  }

  private static CreateAccessKey createAccessKey(
      io.divan.domain.identity.wire.CreateAccessKey from) {
    return new CreateAccessKey(from.getKey(), from.getSecret(), from.getUser());
  }

  @Override
  public byte[] encodeResult(Object result) {
    return IdentityResult.newBuilder().setChanged((Boolean) result).build().toByteArray();
  }

  @Override
  public Object decodeResult(byte[] bytes) {
    try {
      return IdentityResult.parseFrom(bytes).getChanged();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  Capture capture(
      byte[] tokenKey, List<User> users, List<AccessKey> keys, List<Namespace> namespaces) {
    return new Capture() {
      @Override
      public int version() {
        return SNAPSHOT_VERSION;
      }

      @Override
      public void writeTo(SectionWriter section) throws IOException {
        var key = IdentityRecord.newBuilder().setTokenKey(ByteString.copyFrom(tokenKey));
        section.write(key.build().toByteArray());
        for (User each : users) {
          section.write(IdentityRecord.newBuilder().setUser(wire(each)).build().toByteArray());
        }
        for (AccessKey each : keys) {
          section.write(IdentityRecord.newBuilder().setAccessKey(wire(each)).build().toByteArray());
        }
        for (Namespace each : namespaces) {
          section.write(IdentityRecord.newBuilder().setNamespace(wire(each)).build().toByteArray());
        }
      }
    };
  }

  void restore(
      SectionReader section,
      Consumer<byte[]> tokenKey,
      Consumer<User> users,
      Consumer<AccessKey> keys,
      Consumer<Namespace> namespaces) {
    if (section.version() > SNAPSHOT_VERSION) {
      throw new IllegalArgumentException("identity snapshot of version " + section.version());
    }
    for (byte[] bytes = section.next(); bytes != null; bytes = section.next()) {
      IdentityRecord each;
      try {
        each = IdentityRecord.parseFrom(bytes);
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalArgumentException(e);
      }
      switch (each.getRecordCase()) {
        case TOKEN_KEY -> tokenKey.accept(each.getTokenKey().toByteArray());
        case USER -> users.accept(user(each.getUser()));
        case ACCESS_KEY -> keys.accept(accessKey(each.getAccessKey()));
        case NAMESPACE -> namespaces.accept(namespace(each.getNamespace()));
        case RECORD_NOT_SET -> throw new IllegalArgumentException("an unknown identity record");
      }
    }
  }

  private static io.divan.domain.identity.wire.StoredPassword wire(StoredPassword password) {
    return io.divan.domain.identity.wire.StoredPassword.newBuilder()
        .setIterations(password.iterations())
        .setSalt(ByteString.copyFrom(password.salt()))
        .setHash(ByteString.copyFrom(password.hash()))
        .build();
  }

  private static StoredPassword password(io.divan.domain.identity.wire.StoredPassword from) {
    return new StoredPassword(
        from.getIterations(), from.getSalt().toByteArray(), from.getHash().toByteArray());
  }

  private static UserRecord wire(User user) {
    var to =
        UserRecord.newBuilder()
            .setName(user.name())
            .setPassword(wire(user.password()))
            .setPasswordIndex(user.passwordIndex());
    user.grants().forEach((namespace, action) -> to.putGrants(namespace, action.name()));
    return to.build();
  }

  private static User user(UserRecord from) {
    Map<String, Action> grants = new LinkedHashMap<>();
    from.getGrantsMap()
        .forEach((namespace, action) -> grants.put(namespace, Action.valueOf(action)));
    return new User(
        password(from.getPassword()), from.getPasswordIndex(), new Caller(from.getName(), grants));
  }

  private static AccessKeyRecord wire(AccessKey key) {
    return AccessKeyRecord.newBuilder()
        .setKey(key.key())
        .setSecret(key.secret())
        .setUser(key.user())
        .setCreatedMillis(key.created().toEpochMilli())
        .build();
  }

  private static AccessKey accessKey(AccessKeyRecord from) {
    return new AccessKey(
        from.getKey(),
        from.getSecret(),
        from.getUser(),
        Instant.ofEpochMilli(from.getCreatedMillis()));
  }

  private static io.divan.domain.identity.wire.PutNamespace wire(Namespace namespace) {
    return io.divan.domain.identity.wire.PutNamespace.newBuilder()
        .setId(namespace.id())
        .setName(namespace.name())
        .setDescription(namespace.description())
        .build();
  }

  private static Namespace namespace(io.divan.domain.identity.wire.PutNamespace from) {
    return new Namespace(from.getId(), from.getName(), from.getDescription());
  }
}
