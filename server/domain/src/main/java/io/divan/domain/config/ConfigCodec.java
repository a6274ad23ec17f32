package io.divan.domain.config;

import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.domain.config.ConfigCommand.Publish;
import io.divan.domain.config.ConfigCommand.Remove;
import io.divan.domain.config.ConfigCommand.RollBack;
import io.divan.domain.config.Revision.Change;
import io.divan.domain.config.wire.ConfigEntry;
import io.divan.domain.config.wire.ConfigResult;
import io.divan.domain.config.wire.Expectation;
import io.divan.domain.config.wire.HistoryRecord;
import io.divan.domain.config.wire.Key;
import io.divan.domain.config.wire.PublishConfig;
import io.divan.domain.config.wire.PublishedResult;
import io.divan.domain.config.wire.RevisionRecord;
import io.divan.domain.config.wire.Tags;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.Codec;
import io.divan.kernel.machine.SectionReader;
import io.divan.kernel.machine.SectionWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The configurations' commands and snapshot as divan/config.proto lays them out. */
final class ConfigCodec implements Codec<ConfigCommand<?>> {
  private static final int SNAPSHOT_VERSION = 1;

  @Override
  public byte[] encode(ConfigCommand<?> command) {
    var entry = ConfigEntry.newBuilder();
    switch (command) {
      case Publish c -> entry.setPublish(wire(c));
      case Remove c ->
          entry.getRemoveBuilder().setKey(wire(c.key())).setRetention(wire(c.retention()));
      case RollBack c ->
          entry
              .getRollBackBuilder()
              .setKey(wire(c.key()))
              .setVersion(c.version())
              .setRetention(wire(c.retention()));
    }
    return entry.build().toByteArray();
  }

  private static PublishConfig wire(Publish c) {
    Draft draft = c.draft();
    var to =
        PublishConfig.newBuilder()
            .setKey(wire(c.key()))
            .setContent(draft.content())
            .setMd5(c.md5())
            .setType(draft.type())
            .setEncryptedDataKey(draft.encryptedDataKey())
            .setRetention(wire(c.retention()));
    if (draft.appName() != null) {
      to.setAppName(draft.appName());
    }
    if (draft.description() != null) {
      to.setDescription(draft.description());
    }
    if (draft.tags() != null) {
      to.setTags(Tags.newBuilder().addAllTag(draft.tags()));
    }
    switch (c.expected()) {
      case Expected.Anything() -> {}
      case Expected.Absent() -> to.getExpectationBuilder().setAbsent(true);
      case Expected.Content(String md5, boolean orAbsent) -> {
        var expectation = to.getExpectationBuilder();
        if (orAbsent) {
          expectation.setMd5OrAbsent(md5);
        } else {
          expectation.setMd5(md5);
        }
      }
    }
    return to.build();
  }

  @Override
  public ConfigCommand<?> decode(byte[] bytes) {
    ConfigEntry entry;
    try {
      entry = ConfigEntry.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
    return switch (entry.getCommandCase()) {
      case PUBLISH -> publish(entry.getPublish());
      case REMOVE ->
          new Remove(key(entry.getRemove().getKey()), retention(entry.getRemove().getRetention()));
      case ROLL_BACK ->
          new RollBack(
              key(entry.getRollBack().getKey()),
              entry.getRollBack().getVersion(),
              retention(entry.getRollBack().getRetention()));
      case COMMAND_NOT_SET -> throw new IllegalArgumentException("an unknown config command");
    };
  }

  private static Publish publish(PublishConfig from) {
    var draft =
        new Draft(
            from.getContent(),
            from.getType(),
            from.getEncryptedDataKey(),
            from.hasAppName() ? from.getAppName() : null,
            from.hasDescription() ? from.getDescription() : null,
            from.hasTags() ? from.getTags().getTagList() : null);
    return new Publish(
        key(from.getKey()),
        draft,
        from.getMd5(),
        expected(from.getExpectation()),
        retention(from.getRetention()));
  }

  private static Expected expected(Expectation from) {
    return switch (from.getWhatCase()) {
      case ABSENT -> new Expected.Absent();
      case MD5_OR_ABSENT -> new Expected.Content(from.getMd5OrAbsent(), true);
      case MD5 -> new Expected.Content(from.getMd5(), false);
      case WHAT_NOT_SET -> new Expected.Anything();
    };
  }

  @Override
  public byte[] encodeResult(Object result) {
    var to = ConfigResult.newBuilder();
    switch (result) {
      case Published(long version, boolean changed) ->
          to.setPublished(
              PublishedResult.newBuilder().setVersion(version).setChanged(changed).build());
      case Boolean removed -> to.setRemoved(removed);
      default -> throw new IllegalArgumentException("not a result of config: " + result);
    }
    return to.build().toByteArray();
  }

  @Override
  public Object decodeResult(byte[] bytes) {
    ConfigResult result;
    try {
      result = ConfigResult.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
    return switch (result.getResultCase()) {
      case PUBLISHED ->
          new Published(result.getPublished().getVersion(), result.getPublished().getChanged());
      case REMOVED -> result.getRemoved();
      case RESULT_NOT_SET -> throw new IllegalArgumentException("an unknown config result");
    };
  }

  Capture capture(List<History> histories) {
    return new Capture() {
      @Override
      public int version() {
        return SNAPSHOT_VERSION;
      }

      @Override
      public void writeTo(SectionWriter section) throws IOException {
        for (History each : histories) {
          section.write(wire(each).toByteArray());
        }
      }
    };
  }

  void restore(SectionReader section, Consumer<History> histories) {
    if (section.version() > SNAPSHOT_VERSION) {
      throw new IllegalArgumentException("config snapshot of version " + section.version());
    }
    for (byte[] bytes = section.next(); bytes != null; bytes = section.next()) {
      HistoryRecord each;
      try {
        each = HistoryRecord.parseFrom(bytes);
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalArgumentException(e);
      }
      ConfigKey key = key(each.getKey());
      histories.accept(
          History.of(each.getRevisionsList().stream().map(from -> revision(key, from)).toList()));
    }
  }

  private static HistoryRecord wire(History history) {
    var to = HistoryRecord.newBuilder().setKey(wire(history.newest().configuration().key()));
    history.revisions().forEach(revision -> to.addRevisions(wire(revision)));
    return to.build();
  }

  private static RevisionRecord wire(Revision revision) {
    Configuration is = revision.configuration();
    return RevisionRecord.newBuilder()
        .setChange(revision.change().name())
        .setContent(is.content())
        .setMd5(is.md5())
        .setType(is.type())
        .setEncryptedDataKey(is.encryptedDataKey())
        .setAppName(is.appName())
        .setDescription(is.description())
        .addAllTags(is.tags())
        .setVersion(is.version())
        .setCreatedMillis(is.created().toEpochMilli())
        .setModifiedMillis(is.modified().toEpochMilli())
        .setAuthor(is.author())
        .build();
  }

  private static Revision revision(ConfigKey key, RevisionRecord from) {
    return new Revision(
        Change.valueOf(from.getChange()),
        new Configuration(
            key,
            from.getContent(),
            from.getMd5(),
            from.getType(),
            from.getEncryptedDataKey(),
            from.getAppName(),
            from.getDescription(),
            from.getTagsList(),
            from.getVersion(),
            Instant.ofEpochMilli(from.getCreatedMillis()),
            Instant.ofEpochMilli(from.getModifiedMillis()),
            from.getAuthor()));
  }

  private static Key wire(ConfigKey key) {
    return Key.newBuilder()
        .setNamespace(key.namespace())
        .setGroup(key.group())
        .setDataId(key.dataId())
        .build();
  }

  private static ConfigKey key(Key from) {
    return new ConfigKey(from.getNamespace(), from.getGroup(), from.getDataId());
  }

  private static io.divan.domain.config.wire.Retention wire(Retention retention) {
    return io.divan.domain.config.wire.Retention.newBuilder()
        .setRevisions(retention.revisions())
        .setBytesPerItem(retention.bytesPerItem())
        .setRemovedItems(retention.removedItems())
        .setBytesInAll(retention.bytesInAll())
        .build();
  }

  private static Retention retention(io.divan.domain.config.wire.Retention from) {
    return new Retention(
        from.getRevisions(), from.getBytesPerItem(), from.getRemovedItems(), from.getBytesInAll());
  }
}
