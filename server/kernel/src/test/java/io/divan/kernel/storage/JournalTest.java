package io.divan.kernel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.kernel.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static final int SEGMENT = 400;
  private static final String FIRST = Segment.nameFor(1);

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void whatWasAppendedIsReadBackAfterReopening() {
    Journal journal = open();
    journal.append(records(1, 5));
    journal.append(records(6, 20));
    journal.append(records(26, 20));
    Journal again = open();
    assertThat(again.firstIndex()).isEqualTo(1);
    assertThat(again.lastIndex()).isEqualTo(45);
    for (long index = 1; index <= 45; index++) {
      assertThat(text(again, index)).isEqualTo("record " + index);
    }
    assertThat(again.read(46)).isEmpty();
    assertThat(again.read(0)).isEmpty();
    assertThat(disk.list()).hasSizeGreaterThan(1);
  }

  @Test
  void kindsAreSeenWhileOpening() {
    open()
        .append(
            List.of(
                new JournalRecord(1, (byte) 0, new byte[3]),
                new JournalRecord(2, (byte) 1, new byte[4])));
    List<String> seen = new ArrayList<>();
    Journal.open(
        disk,
        SEGMENT,
        (index, kind, payload) -> seen.add(index + "/" + kind + "/" + payload.remaining()));
    assertThat(seen).containsExactly("1/0/3", "2/1/4");
  }

  @Test
  void aTornBatchIsCutWhereverItWasTornAndNothingForcedIsLost() {
    open().append(records(1, 3));
    byte[] durable = disk.bytes(FIRST).clone();
    Journal journal = open();
    disk.failForces(true);
    assertThatThrownBy(() -> journal.append(records(4, 3))).isInstanceOf(Failure.class);
    byte[] all = disk.bytes(FIRST).clone();
    disk.failForces(false);
    for (int kept = durable.length; kept <= all.length; kept++) {
      disk.overwrite(FIRST, Arrays.copyOf(all, kept));
      Journal reopened = open();
      assertThat(reopened.lastIndex()).isGreaterThanOrEqualTo(3);
      assertThat(text(reopened, 3)).isEqualTo("record 3");
      boolean endsWithinARecord = disk.bytes(FIRST).length < kept;
      assertThat(reopened.cutTail().isPresent()).isEqualTo(endsWithinARecord);
      reopened.append(records(reopened.lastIndex() + 1, 1));
      assertThat(open().lastIndex()).isEqualTo(reopened.lastIndex());
    }
  }

  @Test
  void aHoleInTheTornBatchIsCutToo() {
    open().append(records(1, 2));
    int durable = disk.bytes(FIRST).length;
    Journal journal = open();
    journal.append(records(3, 4)); // as if its fsync had not happened yet
    byte[] bytes = disk.bytes(FIRST).clone();
    Arrays.fill(bytes, durable, durable + 10, (byte) 0); // pages reach the disk in any order
    disk.overwrite(FIRST, bytes);
    Journal reopened = open();
    assertThat(reopened.lastIndex()).isEqualTo(2);
    assertThat(reopened.cutTail().orElseThrow().offset()).isEqualTo(durable);
  }

  @Test
  void damageToWhatHadBeenForcedIsRefused() {
    Journal journal = open();
    journal.append(records(1, 2));
    journal.append(records(3, 2));
    byte[] bytes = disk.bytes(FIRST).clone();
    bytes[RecordFormat.HEADER + 2] ^= 1;
    disk.overwrite(FIRST, bytes);
    assertThatThrownBy(this::open)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("had been durable");
  }

  @Test
  void damageToAnEarlierSegmentIsRefused() {
    open().append(records(1, 40));
    open().append(records(41, 40));
    assertThat(disk.list()).hasSizeGreaterThan(1);
    byte[] bytes = disk.bytes(FIRST).clone();
    disk.overwrite(FIRST, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(this::open).isInstanceOf(Failure.class);
  }

  @Test
  void afterASnapshotOfAnotherLogItGoesOnBehindTheGap() {
    Journal journal = open();
    journal.append(records(1, 2));
    journal.truncateBefore(100);
    journal.append(records(100, 2));
    assertThat(open().firstIndex()).isEqualTo(100);
  }

  @Test
  void aMissingSegmentIsRefused() {
    open().append(records(1, 40));
    open().append(records(41, 40));
    open().append(records(81, 40));
    disk.delete(disk.list().get(1));
    assertThatThrownBy(this::open).isInstanceOf(Failure.class).hasMessageContaining("missing");
  }

  @Test
  void afterAFailedForceNothingMoreIsTaken() {
    Journal journal = open();
    journal.append(records(1, 1));
    disk.failForces(true);
    assertThatThrownBy(() -> journal.append(records(2, 1))).isInstanceOf(Failure.class);
    disk.failForces(false);
    assertThatThrownBy(() -> journal.append(records(2, 1))).isInstanceOf(Failure.class);
  }

  @Test
  void oldSegmentsAreDeletedOnlyWhole() {
    Journal journal = open();
    journal.append(records(1, 40));
    journal.append(records(41, 40));
    journal.append(records(81, 1));
    journal.truncateBefore(60);
    assertThat(journal.firstIndex()).isEqualTo(41);
    assertThat(open().firstIndex()).isEqualTo(41);
    assertThat(text(open(), 60)).isEqualTo("record 60");
  }

  @Test
  void theEndCanBeDroppedAndWrittenAnew() {
    Journal journal = open();
    journal.append(records(1, 40));
    journal.append(records(41, 40));
    journal.truncateAfter(30);
    assertThat(journal.lastIndex()).isEqualTo(30);
    assertThat(text(journal, 30)).isEqualTo("record 30");
    journal.append(records(31, 3));
    assertThat(open().lastIndex()).isEqualTo(33);
    assertThat(text(open(), 33)).isEqualTo("record 33");
  }

  @Test
  void aClearedJournalMayGoOnAnywhere() {
    Journal journal = open();
    journal.append(records(1, 3));
    journal.clear();
    journal.append(records(100, 1));
    assertThat(open().firstIndex()).isEqualTo(100);
  }

  @Test
  void aGapIsRefused() {
    Journal journal = open();
    journal.append(records(1, 3));
    assertThatThrownBy(() -> journal.append(records(5, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRecordMayBeLargerThanTheWriteBuffer() {
    byte[] large = new byte[700_000];
    large[699_999] = 7;
    open()
        .append(
            List.of(
                new JournalRecord(1, (byte) 0, large),
                new JournalRecord(2, (byte) 0, new byte[1])));
    assertThat(open().read(1).orElseThrow().payload()).isEqualTo(large);
    assertThat(open().lastIndex()).isEqualTo(2);
  }

  private Journal open() {
    return Journal.open(disk, SEGMENT, (index, kind, payload) -> {});
  }

  private static String text(Journal journal, long index) {
    return new String(journal.read(index).orElseThrow().payload(), StandardCharsets.UTF_8);
  }

  private static List<JournalRecord> records(long first, int count) {
    List<JournalRecord> records = new ArrayList<>();
    for (long index = first; index < first + count; index++) {
      byte[] payload = ("record " + index).getBytes(StandardCharsets.UTF_8);
      records.add(new JournalRecord(index, (byte) 0, payload));
    }
    return records;
  }
}
