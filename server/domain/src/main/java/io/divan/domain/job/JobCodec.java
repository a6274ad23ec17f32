package io.divan.domain.job;

import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.domain.job.JobCommand.Beat;
import io.divan.domain.job.JobCommand.Beats;
import io.divan.domain.job.JobCommand.Expire;
import io.divan.domain.job.JobCommand.Fire;
import io.divan.domain.job.JobCommand.Intent;
import io.divan.domain.job.JobCommand.Leave;
import io.divan.domain.job.JobCommand.Progress;
import io.divan.domain.job.JobCommand.Remove;
import io.divan.domain.job.JobCommand.Save;
import io.divan.domain.job.JobCommand.SplitOff;
import io.divan.domain.job.JobCommand.Steer;
import io.divan.domain.job.JobCommand.Step;
import io.divan.domain.job.JobCommand.Switch;
import io.divan.domain.job.JobCommand.Take;
import io.divan.domain.job.wire.Ids;
import io.divan.domain.job.wire.JobEntry;
import io.divan.domain.job.wire.JobResult;
import io.divan.kernel.machine.Codec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The jobs' commands as divan/job.proto lays them out. */
final class JobCodec implements Codec<JobCommand<?>> {
  static final JobCodec INSTANCE = new JobCodec();

  private JobCodec() {}

  @Override
  public byte[] encode(JobCommand<?> command) {
    var entry = JobEntry.newBuilder();
    switch (command) {
      case Save c ->
          entry.getSaveBuilder().setId(c.id()).setJob(Wire.write(c.spec())).setOn(c.on());
      case Remove c -> entry.getRemoveBuilder().setId(c.id());
      case Switch c -> entry.getSwitchJobBuilder().setId(c.id()).setOn(c.on());
      case Fire c -> c.intents().forEach(each -> entry.getFireBuilder().addIntents(write(each)));
      case Progress c -> {
        var progress = entry.getProgressBuilder().setKept(c.kept());
        c.steps().forEach(each -> progress.addSteps(write(each)));
      }
      case Beats c ->
          c.beats()
              .forEach(each ->
                  entry
                      .getBeatsBuilder()
                      .addBeatsBuilder()
                      .setExecutor(each.executor())
                      .setAddress(each.address()));
      case Leave c -> entry.getLeaveBuilder().setExecutor(c.executor()).setAddress(c.address());
      case Expire c -> entry.getExpireBuilder().setLeaseMillis(c.lease().toMillis());
      case SplitOff c ->
          entry
              .getSplitOffBuilder()
              .setHolder(c.holder())
              .setPart(c.part())
              .addAllChunks(c.chunks());
      case Take c ->
          entry
              .getTakeBuilder()
              .setExecutor(c.executor())
              .setAddress(c.address())
              .addAllHolding(c.holding().stream().sorted().toList())
              .setMost(c.most());
      case Steer c ->
          entry.getSteerBuilder().setFiring(c.firing()).setSteering(c.steering().name());
    }
    return entry.build().toByteArray();
  }

  private static io.divan.domain.job.wire.Intent write(Intent intent) {
    var to =
        io.divan.domain.job.wire.Intent.newBuilder()
            .setJob(intent.job())
            .setCause(intent.cause().name())
            .setDueMicros(Wire.micros(intent.due()))
            .setUpToMicros(Wire.micros(intent.upTo()))
            .setAddress(intent.address());
    intent.parameters().ifPresent(to::setParameters);
    return to.build();
  }

  private static io.divan.domain.job.wire.Step write(Step step) {
    return io.divan.domain.job.wire.Step.newBuilder()
        .setFiring(step.firing())
        .setState(step.state().name())
        .setAddress(step.address())
        .setMessage(step.message())
        .build();
  }

  @Override
  public JobCommand<?> decode(byte[] bytes) {
    JobEntry entry;
    try {
      entry = JobEntry.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
    return switch (entry.getCommandCase()) {
      case SAVE ->
          new Save(
              entry.getSave().getId(),
              Wire.read(entry.getSave().getJob()),
              entry.getSave().getOn());
      case REMOVE -> new Remove(entry.getRemove().getId());
      case SWITCH_JOB -> new Switch(entry.getSwitchJob().getId(), entry.getSwitchJob().getOn());
      case FIRE -> new Fire(entry.getFire().getIntentsList().stream().map(JobCodec::read).toList());
      case PROGRESS ->
          new Progress(
              entry.getProgress().getStepsList().stream().map(JobCodec::read).toList(),
              entry.getProgress().getKept());
      case BEATS ->
          new Beats(
              entry.getBeats().getBeatsList().stream()
                  .map(each -> new Beat(each.getExecutor(), each.getAddress()))
                  .toList());
      case LEAVE -> new Leave(entry.getLeave().getExecutor(), entry.getLeave().getAddress());
      case EXPIRE -> new Expire(Duration.ofMillis(entry.getExpire().getLeaseMillis()));
      case SPLIT_OFF ->
          new SplitOff(
              entry.getSplitOff().getHolder(),
              entry.getSplitOff().getPart(),
              List.copyOf(entry.getSplitOff().getChunksList()));
      case TAKE ->
          new Take(
              entry.getTake().getExecutor(),
              entry.getTake().getAddress(),
              Set.copyOf(entry.getTake().getHoldingList()),
              entry.getTake().getMost());
      case STEER ->
          new Steer(entry.getSteer().getFiring(), Steering.valueOf(entry.getSteer().getSteering()));
      case COMMAND_NOT_SET -> throw new IllegalArgumentException("an unknown job command");
    };
  }

  private static Intent read(io.divan.domain.job.wire.Intent from) {
    return new Intent(
        from.getJob(),
        Cause.valueOf(from.getCause()),
        Wire.instant(from.getDueMicros()),
        Wire.instant(from.getUpToMicros()),
        from.hasParameters() ? Optional.of(from.getParameters()) : Optional.empty(),
        from.getAddress());
  }

  private static Step read(io.divan.domain.job.wire.Step from) {
    return new Step(
        from.getFiring(),
        FiringState.valueOf(from.getState()),
        from.getAddress(),
        from.getMessage());
  }

  /** Jobs came with the second level; graphs, limits, scripts and split work with the third. */
  @Override
  public int level(JobCommand<?> command) {
    return switch (command) {
      case SplitOff c -> 3;
      case Take c -> 3;
      case Steer c -> 3;
      case Save c -> isPlain(c.spec()) ? 2 : 3;
      case Remove c -> 2;
      case Switch c -> 2;
      case Fire c -> 2;
      case Progress c -> 2;
      case Beats c -> 2;
      case Leave c -> 2;
      case Expire c -> 2;
    };
  }

  private static boolean isPlain(JobSpec spec) {
    return spec.graph().isEmpty() && spec.script().isEmpty() && spec.limits().equals(Limits.NONE);
  }

  @Override
  public byte[] encodeResult(Object result) {
    var to = JobResult.newBuilder();
    switch (result) {
      case Long number -> to.setNumber(number);
      case Boolean changed -> to.setChanged(changed);
      case List<?> ids ->
          to.setIds(Ids.newBuilder().addAllIds(ids.stream().map(Long.class::cast).toList()));
      default -> throw new IllegalArgumentException("not a result of job: " + result);
    }
    return to.build().toByteArray();
  }

  @Override
  public Object decodeResult(byte[] bytes) {
    JobResult result;
    try {
      result = JobResult.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
    return switch (result.getResultCase()) {
      case NUMBER -> result.getNumber();
      case CHANGED -> result.getChanged();
      case IDS -> List.copyOf(result.getIds().getIdsList());
      case RESULT_NOT_SET -> throw new IllegalArgumentException("an unknown job result");
    };
  }
}
