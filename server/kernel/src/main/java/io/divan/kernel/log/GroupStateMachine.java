package io.divan.kernel.log;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.log.Applier.Answered;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.Owed;
import io.divan.kernel.peer.Member;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What JRaft drives: hands committed entries to the {@link Applier} and keeps its snapshots. */
final class GroupStateMachine extends StateMachineAdapter {
  private static final Logger log = LoggerFactory.getLogger(GroupStateMachine.class);
  private static final String SNAPSHOT = "state";

  private final Applier applier;
  private final Executor snapshots;
  private final Listener listener;
  private boolean leading; // touched only by JRaft's applying thread
  private volatile long appliedIndex;

  /** Hears of what matters to the node as a whole. */
  interface Listener {
    void led(long term);

    /** No longer leads. */
    void followed();

    /** Another member leads. */
    void follows(Member leader, long term);

    /** No member is known to lead. */
    void leaderless();

    void members(List<Member> members);

    /** An entry was applied, whoever had handed it to JRaft. */
    void answered(Answered answered);

    /** The state was replaced by a snapshot. */
    void restored();

    void applied(int entries, long nanos);

    void failed(Failure why);
  }

  /**
   * @param snapshots where snapshots are written, while entries go on being applied
   */
  GroupStateMachine(Applier applier, Executor snapshots, Listener listener) {
    this.applier = applier;
    this.snapshots = snapshots;
    this.listener = listener;
  }

  long appliedIndex() {
    return appliedIndex;
  }

  @Override
  public void onApply(Iterator entries) {
    long began = System.nanoTime();
    int count = 0;
    while (entries.hasNext()) {
      long index = entries.getIndex();
      ByteBuffer data = entries.getData();
      try {
        Answered answered = applier.apply(index, data, this::owe);
        appliedIndex = index;
        if (entries.done() instanceof Asked asked) {
          asked.answer(answered.outcome());
        }
        listener.answered(answered);
      } catch (UnreadableEntry e) {
        entries.setErrorAndRollback(1, new Status(RaftError.ESTATEMACHINE, e.getMessage()));
        return;
      }
      count++;
      entries.next();
    }
    listener.applied(count, System.nanoTime() - began);
  }

  private void owe(Hosted<?, ?> machine, Owed owed) {
    if (leading) {
      machine.run(owed);
    }
  }

  @Override
  public void onLeaderStart(long term) {
    leading = true;
    applier.machines().forEach(machine -> machine.lead(term));
    listener.led(term);
  }

  @Override
  public void onLeaderStop(Status status) {
    leading = false;
    applier.machines().forEach(Hosted::follow);
    listener.followed();
  }

  @Override
  public void onStartFollowing(LeaderChangeContext context) {
    listener.follows(LinkRpcClient.member(context.getLeaderId().getEndpoint()), context.getTerm());
  }

  @Override
  public void onStopFollowing(LeaderChangeContext context) {
    listener.leaderless();
  }

  @Override
  public void onConfigurationCommitted(Configuration committed) {
    listener.members(
        committed.listPeers().stream()
            .map(peer -> LinkRpcClient.member(peer.getEndpoint()))
            .toList());
  }

  @Override
  public void onError(RaftException e) {
    Status status = e.getStatus();
    listener.failed(
        Failure.of(Kind.INTERNAL, "log.halted", "The log has halted: " + status.getErrorMsg()));
  }

  @Override
  public void onSnapshotSave(SnapshotWriter writer, Closure done) {
    Map<String, Capture> sections = new LinkedHashMap<>();
    sections.put(KernelSection.NAME, KernelSection.capture(applier));
    for (Hosted<?, ?> machine : applier.machines()) {
      sections.put(machine.name(), machine.machine().capture());
    }
    snapshots.execute(() -> done.run(write(writer, sections)));
  }

  private static Status write(SnapshotWriter writer, Map<String, Capture> sections) {
    try {
      SnapshotFile.write(Path.of(writer.getPath()).resolve(SNAPSHOT), sections);
      return writer.addFile(SNAPSHOT)
          ? Status.OK()
          : new Status(RaftError.EIO, "the snapshot's file was not accepted");
    } catch (IOException e) {
      log.error("A snapshot cannot be written; the log is kept until one can", e);
      return new Status(RaftError.EIO, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean onSnapshotLoad(SnapshotReader reader) {
    Map<String, Hosted<?, ?>> machines = new LinkedHashMap<>();
    applier.machines().forEach(machine -> machines.put(machine.name(), machine));
    try {
      SnapshotFile.read(
          Path.of(reader.getPath()).resolve(SNAPSHOT),
          (name, section) -> {
            if (name.equals(KernelSection.NAME)) {
              KernelSection.restore(section, applier);
              return;
            }
            Hosted<?, ?> machine = machines.get(name);
            if (machine == null) {
              throw Failure.of(
                  Kind.INTERNAL,
                  "log.snapshot-unknown-machine",
                  "The snapshot holds the state of \"" + name + "\", unknown to this version.");
            }
            machine.change(() -> machine.machine().restore(section));
          });
      appliedIndex = reader.load().getLastIncludedIndex();
      listener.restored();
      return true;
    } catch (Failure | IllegalArgumentException e) {
      log.error("The snapshot cannot be loaded: {}", e.getMessage());
      return false;
    }
  }
}
