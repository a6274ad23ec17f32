package io.divan.domain.job;

import io.divan.domain.job.wire.JobText;
import io.divan.domain.job.wire.StoredFiring;
import io.divan.domain.job.wire.StoredJob;
import io.divan.domain.schedule.OffDays;
import io.divan.domain.schedule.Schedule.Form;
import io.divan.kernel.machine.EffectId;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parts that commands and snapshots have in common, to and from their written form. */
final class Wire {
  private Wire() {}

  static JobText write(JobSpec spec) {
    When when = spec.when();
    var to =
        JobText.newBuilder()
            .setName(spec.name())
            .setExecutor(spec.executor())
            .setForm(when.form().name())
            .setWhen(when.value())
            .setZone(when.zone())
            .setHandler(spec.handler())
            .setParameters(spec.parameters())
            .setRoute(spec.route().name())
            .setBlock(spec.block().name())
            .setMisfire(spec.misfire().name())
            .setTimeoutMillis(spec.timeout().toMillis())
            .setRetries(spec.retries())
            .setRetryDelayMillis(spec.retryDelay().toMillis())
            .addAllChildren(spec.children())
            .setAuthor(spec.author())
            .setPriority(spec.limits().priority())
            .setAtOnce(spec.limits().atOnce());
    spec.graph()
        .ifPresent(graph -> to.addAllNodes(RunWire.nodes(graph)).addAllEdges(RunWire.edges(graph)));
    spec.script()
        .ifPresent(
            script -> to.setScriptLanguage(script.language().name()).setScript(script.source()));
    when.from().ifPresent(from -> to.setFromMillis(from.toEpochMilli()));
    when.until().ifPresent(until -> to.setUntilMillis(until.toEpochMilli()));
    when.off().weekly().stream().sorted().forEach(day -> to.addOffWeekdays(day.getValue()));
    when.off().dates().stream().sorted().forEach(day -> to.addOffDays(day.toEpochDay()));
    return to.build();
  }

  static JobSpec read(JobText from) {
    var off =
        new OffDays(
            from.getOffWeekdaysList().stream().map(DayOfWeek::of).collect(Collectors.toSet()),
            from.getOffDaysList().stream().map(LocalDate::ofEpochDay).collect(Collectors.toSet()));
    var when =
        new When(
            Form.valueOf(from.getForm()),
            from.getWhen(),
            from.getZone(),
            from.hasFromMillis()
                ? Optional.of(Instant.ofEpochMilli(from.getFromMillis()))
                : Optional.empty(),
            from.hasUntilMillis()
                ? Optional.of(Instant.ofEpochMilli(from.getUntilMillis()))
                : Optional.empty(),
            off);
    return new JobSpec(
        from.getName(),
        from.getExecutor(),
        when,
        from.getHandler(),
        from.getParameters(),
        Route.valueOf(from.getRoute()),
        Block.valueOf(from.getBlock()),
        Misfire.valueOf(from.getMisfire()),
        Duration.ofMillis(from.getTimeoutMillis()),
        from.getRetries(),
        Duration.ofMillis(from.getRetryDelayMillis()),
        from.getChildrenList(),
        from.getAuthor(),
        new Limits(from.getPriority(), from.getAtOnce()),
        from.getNodesCount() == 0
            ? Optional.empty()
            : Optional.of(RunWire.graph(from.getNodesList(), from.getEdgesList())),
        from.getScriptLanguage().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Script(Script.Language.valueOf(from.getScriptLanguage()), from.getScript())));
  }

  static StoredJob write(Job job) {
    return StoredJob.newBuilder()
        .setId(job.id())
        .setJob(write(job.spec()))
        .setOn(job.on())
        .setChangedMicros(micros(job.changed()))
        .setPlannedMicros(micros(job.planned()))
        .setEndedMicros(micros(job.ended()))
        .setSucceeded(job.succeeded())
        .setFailed(job.failed())
        .build();
  }

  /** With no firings active: those follow. */
  static Job read(StoredJob from, Sharing sharing) {
    JobSpec spec = sharing.shared(read(from.getJob()));
    return new Job(
        from.getId(),
        spec,
        sharing.timetable(spec.when()),
        from.getOn(),
        instant(from.getChangedMicros()),
        instant(from.getPlannedMicros()),
        instant(from.getEndedMicros()),
        0,
        from.getSucceeded(),
        from.getFailed());
  }

  static StoredFiring write(Firing firing) {
    var to =
        StoredFiring.newBuilder()
            .setId(firing.id())
            .setJob(firing.job())
            .setCause(firing.cause().name())
            .setDueMicros(micros(firing.due()))
            .setLoggedMicros(micros(firing.logged()))
            .setNotBeforeMicros(micros(firing.notBefore()))
            .setState(firing.state().name())
            .setAddress(firing.address())
            .setShard(firing.shard())
            .setShards(firing.shards())
            .setAttempt(firing.attempt())
            .setParameters(firing.parameters())
            .setRunningMicros(microsOrNone(firing.running()))
            .setEndedMicros(microsOrNone(firing.ended()))
            .setMessage(firing.message());
    firing.order().place().ifPresent(at -> to.setRun(at.run()).setNode(at.node()));
    firing.owed().ifPresent(id -> to.setOwedIndex(id.index()).setOwedOrdinal(id.ordinal()));
    return to.build();
  }

  static Firing read(StoredFiring from) {
    var order =
        new Order(
            from.getJob(),
            Cause.valueOf(from.getCause()),
            instant(from.getDueMicros()),
            instant(from.getLoggedMicros()),
            instant(from.getNotBeforeMicros()),
            from.getShard(),
            from.getShards(),
            from.getAttempt(),
            from.getParameters(),
            from.getRun() == 0
                ? Optional.empty()
                : Optional.of(new Order.Place(from.getRun(), from.getNode())));
    return new Firing(
        from.getId(),
        order,
        FiringState.valueOf(from.getState()),
        from.getAddress(),
        instantOrNone(from.getRunningMicros()),
        instantOrNone(from.getEndedMicros()),
        from.getMessage(),
        from.getOwedIndex() == 0
            ? Optional.empty()
            : Optional.of(new EffectId(from.getOwedIndex(), from.getOwedOrdinal())));
  }

  static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000L + time.getNano() / 1_000;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }

  private static long microsOrNone(@Nullable Instant time) {
    return time == null ? 0 : micros(time);
  }

  private static @Nullable Instant instantOrNone(long micros) {
    return micros == 0 ? null : instant(micros);
  }
}
