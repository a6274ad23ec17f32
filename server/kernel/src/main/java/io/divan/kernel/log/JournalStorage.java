package io.divan.kernel.log;

import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import io.divan.kernel.storage.CutTail;
import io.divan.kernel.storage.Journal;
import io.divan.kernel.storage.LocalDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JRaft's storage, with our journal in place of RocksDB. */
final class JournalStorage extends DefaultJRaftServiceFactory {
  private static final Logger log = LoggerFactory.getLogger(JournalStorage.class);

  private final int segmentSize;
  private final JournalLogStorage.Appended onAppended;
  private volatile @Nullable Journal journal;

  JournalStorage(int segmentSize, JournalLogStorage.Appended onAppended) {
    this.segmentSize = segmentSize;
    this.onAppended = onAppended;
  }

  /** The journal, once the log is open. */
  @Nullable Journal journal() {
    return journal;
  }

  @Override
  public LogStorage createLogStorage(String uri, RaftOptions options) {
    try {
      return new JournalLogStorage(
          new LocalDisk(Path.of(uri)), segmentSize, onAppended, this::opened);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void opened(Journal opened) {
    journal = opened;
    opened.cutTail().ifPresent(JournalStorage::reportCut);
  }

  private static void reportCut(CutTail cut) {
    log.warn(
        "Cut a torn tail off the log: file={} offset={} bytes={} reason=\"{}\". Nothing in it had"
            + " been acknowledged.",
        cut.file(),
        cut.offset(),
        cut.bytes(),
        cut.reason());
  }
}
