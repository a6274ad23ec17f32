package io.divan.app;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.telemetry.Logging;
import io.divan.kernel.time.SystemClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a server until it is told to stop. */
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    description = "Runs a server until it is stopped by a signal.")
final class ServerCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(ServerCommand.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Override
  public Integer call() throws Exception {
    ServerSettings values = settings.read().values();
    Logging.install(values.logging().format(), values.logging().julLevel());
    var stopped = new CountDownLatch(1);
    try {
      return run(values, stopped);
    } finally {
      stopped.countDown();
    }
  }

  private static int run(ServerSettings values, CountDownLatch stopped) {
    try (var clock = new SystemClock();
        var server = DivanServer.start(values, clock, new SecureRandom())) {
      CompletableFuture<Optional<Failure>> end = server.halted().thenApply(Optional::of);
      Runtime.getRuntime().addShutdownHook(stopHook(end, stopped));
      Optional<Failure> why = end.join();
      why.ifPresent(failure -> log.error("Cannot go on: {}", failure.explanation()));
      return why.isPresent() ? 1 : 0;
    }
  }

  /** A signal ends the wait above, and the process waits until the server is closed. */
  private static Thread stopHook(CompletableFuture<Optional<Failure>> end, CountDownLatch stopped) {
    return Thread.ofPlatform()
        .name("divan-stop")
        .unstarted(() -> {
          end.complete(Optional.empty());
          try {
            stopped.await(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
