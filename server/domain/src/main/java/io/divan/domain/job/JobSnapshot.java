package io.divan.domain.job;

import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.domain.job.wire.JobHead;
import io.divan.domain.job.wire.JobRecord;
import io.divan.domain.job.wire.StoredExecutor;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.SectionReader;
import io.divan.kernel.machine.SectionWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The machine's section of a snapshot: jobs, then their firings, the finished ones first. */
final class JobSnapshot {
  private static final int VERSION = 1;

  private JobSnapshot() {}

  /** Which ids come next. */
  record Head(long nextJob, long nextFiring) {}

  /** Takes what a section holds. */
  interface Target {
    void head(Head head);

    void job(Job job);

    void firing(Firing firing);

    void executor(String executor, String address, Instant beat);
  }

  static Capture capture(
      Head head,
      List<Job> jobs,
      List<Firing> firings,
      Map<String, Map<String, Instant>> executors) {
    return new Capture() {
      @Override
      public int version() {
        return VERSION;
      }

      @Override
      public void writeTo(SectionWriter section) throws IOException {
        var first =
            JobHead.newBuilder().setNextJob(head.nextJob()).setNextFiring(head.nextFiring());
        section.write(JobRecord.newBuilder().setHead(first).build().toByteArray());
        for (Job each : jobs) {
          section.write(JobRecord.newBuilder().setJob(Wire.write(each)).build().toByteArray());
        }
        for (Firing each : firings) {
          section.write(JobRecord.newBuilder().setFiring(Wire.write(each)).build().toByteArray());
        }
        for (var group : executors.entrySet()) {
          for (var beat : group.getValue().entrySet()) {
            var stored =
                StoredExecutor.newBuilder()
                    .setExecutor(group.getKey())
                    .setAddress(beat.getKey())
                    .setBeatMicros(Wire.micros(beat.getValue()));
            section.write(JobRecord.newBuilder().setExecutor(stored).build().toByteArray());
          }
        }
      }
    };
  }

  static void restore(SectionReader section, Sharing sharing, Target target) {
    if (section.version() > VERSION) {
      throw new IllegalArgumentException("jobs of a newer version " + section.version());
    }
    try {
      for (byte[] bytes = section.next(); bytes != null; bytes = section.next()) {
        restore(JobRecord.parseFrom(bytes), sharing, target);
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void restore(JobRecord written, Sharing sharing, Target target) {
    switch (written.getRecordCase()) {
      case HEAD ->
          target.head(new Head(written.getHead().getNextJob(), written.getHead().getNextFiring()));
      case JOB -> target.job(Wire.read(written.getJob(), sharing));
      case FIRING -> target.firing(Wire.read(written.getFiring()));
      case EXECUTOR ->
          target.executor(
              written.getExecutor().getExecutor(),
              written.getExecutor().getAddress(),
              Wire.instant(written.getExecutor().getBeatMicros()));
      case RECORD_NOT_SET -> throw new IllegalArgumentException("a record of a newer version");
    }
  }
}
