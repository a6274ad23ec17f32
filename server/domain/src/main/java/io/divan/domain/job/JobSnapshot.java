package io.divan.domain.job;

import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.domain.job.graph.GraphRun;
import io.divan.domain.job.split.Split;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The machine's section of a snapshot: jobs, then their firings, the finished ones first, then how
 * far graphs and split work are.
 */
final class JobSnapshot {
  private static final int VERSION = 1;

  private JobSnapshot() {}

  /** Which ids come next. */
  record Head(long nextJob, long nextFiring) {}

  /**
   * What a section holds.
   *
   * @param firings the finished ones first
   * @param executors when each was heard of, by name and address
   * @param runs of graphs, by their firings
   */
  record Content(
      Head head,
      List<Job> jobs,
      List<Firing> firings,
      Map<String, Map<String, Instant>> executors,
      Map<Long, GraphRun> runs,
      List<Split> splits) {}

  /** Takes what a section holds. */
  interface Target {
    void head(Head head);

    void job(Job job);

    void firing(Firing firing);

    void executor(String executor, String address, Instant beat);

    void run(long firing, GraphRun run);

    /** Its chunks come later. */
    void split(Split split);
  }

  static Capture capture(Content content) {
    return new Capture() {
      @Override
      public int version() {
        return VERSION;
      }

      @Override
      public void writeTo(SectionWriter section) throws IOException {
        Head head = content.head();
        var first =
            JobHead.newBuilder().setNextJob(head.nextJob()).setNextFiring(head.nextFiring());
        section.write(JobRecord.newBuilder().setHead(first).build().toByteArray());
        for (Job each : content.jobs()) {
          section.write(JobRecord.newBuilder().setJob(Wire.write(each)).build().toByteArray());
        }
        for (Firing each : content.firings()) {
          section.write(JobRecord.newBuilder().setFiring(Wire.write(each)).build().toByteArray());
        }
        for (var group : content.executors().entrySet()) {
          for (var beat : group.getValue().entrySet()) {
            var stored =
                StoredExecutor.newBuilder()
                    .setExecutor(group.getKey())
                    .setAddress(beat.getKey())
                    .setBeatMicros(Wire.micros(beat.getValue()));
            section.write(JobRecord.newBuilder().setExecutor(stored).build().toByteArray());
          }
        }
        for (var run : content.runs().entrySet()) {
          var stored = RunWire.write(run.getKey(), run.getValue());
          section.write(JobRecord.newBuilder().setGraphRun(stored).build().toByteArray());
        }
        for (Split split : content.splits()) {
          for (JobRecord each : RunWire.write(split)) {
            section.write(each.toByteArray());
          }
        }
      }
    };
  }

  static void restore(SectionReader section, Sharing sharing, Target target) {
    if (section.version() > VERSION) {
      throw new IllegalArgumentException("jobs of a newer version " + section.version());
    }
    var reading = new Reading(sharing, target);
    try {
      for (byte[] bytes = section.next(); bytes != null; bytes = section.next()) {
        reading.take(JobRecord.parseFrom(bytes));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Reads one record after the other. */
  private static final class Reading {
    private final Sharing sharing;
    private final Target target;
    private @Nullable Split split; // the latest, to which chunks and parts belong

    Reading(Sharing sharing, Target target) {
      this.sharing = sharing;
      this.target = target;
    }

    void take(JobRecord written) {
      switch (written.getRecordCase()) {
        case HEAD ->
            target.head(
                new Head(written.getHead().getNextJob(), written.getHead().getNextFiring()));
        case JOB -> target.job(Wire.read(written.getJob(), sharing));
        case FIRING -> target.firing(Wire.read(written.getFiring()));
        case EXECUTOR ->
            target.executor(
                written.getExecutor().getExecutor(),
                written.getExecutor().getAddress(),
                Wire.instant(written.getExecutor().getBeatMicros()));
        case GRAPH_RUN ->
            target.run(written.getGraphRun().getFiring(), RunWire.read(written.getGraphRun()));
        case SPLIT -> {
          split = RunWire.read(written.getSplit());
          target.split(split);
        }
        case CHUNK -> RunWire.restore(Objects.requireNonNull(split), written.getChunk());
        case PART ->
            Objects.requireNonNull(split)
                .restorePart(
                    written.getPart().getHolder(), List.copyOf(written.getPart().getChunksList()));
        case RECORD_NOT_SET -> throw new IllegalArgumentException("a record of a newer version");
      }
    }
  }
}
