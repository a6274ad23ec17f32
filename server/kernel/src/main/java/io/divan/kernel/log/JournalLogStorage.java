package io.divan.kernel.log;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.conf.ConfigurationEntry;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.codec.LogEntryDecoder;
import com.alipay.sofa.jraft.entity.codec.LogEntryEncoder;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.storage.Disk;
import io.divan.kernel.storage.Journal;
import io.divan.kernel.storage.JournalRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps JRaft's log in a {@link Journal}. */
final class JournalLogStorage implements LogStorage {
  private static final Logger log = LoggerFactory.getLogger(JournalLogStorage.class);
  private static final byte DATA = 0;
  private static final byte CONFIGURATION = 1;

  /** Hears of a durable batch: its entries, their bytes, and how long the disk took. */
  interface Appended {
    void accept(int entries, long bytes, long nanos);
  }

  private final Disk disk;
  private final int segmentSize;
  private final Appended onAppended;
  private final Consumer<Journal> onOpened;
  private @Nullable Journal journal;
  private @Nullable LogEntryEncoder encoder;
  private @Nullable LogEntryDecoder decoder;

  /**
   * @param onAppended told of each durable batch
   * @param onOpened given the journal once it is open
   */
  JournalLogStorage(Disk disk, int segmentSize, Appended onAppended, Consumer<Journal> onOpened) {
    this.disk = disk;
    this.segmentSize = segmentSize;
    this.onAppended = onAppended;
    this.onOpened = onOpened;
  }

  @Override
  public boolean init(LogStorageOptions options) {
    encoder = options.getLogEntryCodecFactory().encoder();
    decoder = options.getLogEntryCodecFactory().decoder();
    try {
      Journal opened =
          Journal.open(
              disk,
              segmentSize,
              (index, kind, payload) -> {
                if (kind == CONFIGURATION) {
                  byte[] bytes = new byte[payload.remaining()];
                  payload.get(bytes);
                  options.getConfigurationManager().add(configuration(decode(bytes)));
                }
              });
      journal = opened;
      onOpened.accept(opened);
      return true;
    } catch (Failure e) {
      log.error("The log cannot be opened: {}", e.explanation());
      return false;
    }
  }

  private static ConfigurationEntry configuration(LogEntry entry) {
    var result = new ConfigurationEntry();
    result.setId(new LogId(entry.getId().getIndex(), entry.getId().getTerm()));
    result.setConf(new Configuration(entry.getPeers(), entry.getLearners()));
    if (entry.getOldPeers() != null) {
      result.setOldConf(new Configuration(entry.getOldPeers(), entry.getOldLearners()));
    }
    return result;
  }

  private LogEntry decode(byte[] bytes) {
    LogEntry entry = Objects.requireNonNull(decoder).decode(bytes);
    if (entry == null) {
      throw new IllegalStateException("a log entry whose checksum held cannot be decoded");
    }
    return entry;
  }

  private Journal journal() {
    return Objects.requireNonNull(journal, "not open");
  }

  @Override
  public void shutdown() {
    if (journal != null) {
      journal.close();
    }
  }

  @Override
  public long getFirstLogIndex() {
    return journal().firstIndex();
  }

  @Override
  public long getLastLogIndex() {
    return journal().lastIndex();
  }

  @Override
  public @Nullable LogEntry getEntry(long index) {
    return journal().read(index).map(found -> decode(found.payload())).orElse(null);
  }

  @Override
  @Deprecated
  public long getTerm(long index) {
    LogEntry entry = getEntry(index);
    return entry == null ? 0 : entry.getId().getTerm();
  }

  @Override
  public boolean appendEntry(LogEntry entry) {
    return appendEntries(List.of(entry)) == 1;
  }

  @Override
  public int appendEntries(List<LogEntry> entries) {
    var records = new ArrayList<JournalRecord>(entries.size());
    long bytes = 0;
    for (LogEntry entry : entries) {
      byte[] payload = Objects.requireNonNull(encoder).encode(entry);
      boolean isConfiguration = entry.getType() == EntryType.ENTRY_TYPE_CONFIGURATION;
      records.add(
          new JournalRecord(
              entry.getId().getIndex(), isConfiguration ? CONFIGURATION : DATA, payload));
      bytes += payload.length;
    }
    long began = System.nanoTime();
    try {
      journal().append(records);
    } catch (Failure e) {
      log.error("{} log entries cannot be made durable: {}", entries.size(), e.explanation(), e);
      return 0;
    }
    onAppended.accept(entries.size(), bytes, System.nanoTime() - began);
    return entries.size();
  }

  @Override
  public boolean truncatePrefix(long firstIndexKept) {
    journal().truncateBefore(firstIndexKept);
    return true;
  }

  @Override
  public boolean truncateSuffix(long lastIndexKept) {
    journal().truncateAfter(lastIndexKept);
    return true;
  }

  /** Called after a snapshot was installed: the entry at the given index, or a void one, stays. */
  @Override
  public boolean reset(long nextLogIndex) {
    LogEntry kept = getEntry(nextLogIndex);
    if (kept == null) {
      kept = new LogEntry(EntryType.ENTRY_TYPE_NO_OP);
      kept.setId(new LogId(nextLogIndex, 0));
    }
    journal().clear();
    return appendEntry(kept);
  }
}
