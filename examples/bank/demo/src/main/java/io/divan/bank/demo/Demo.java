package io.divan.bank.demo;

import io.divan.bank.StandingOrder;
import io.divan.process.ServerPorts;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the demo. */
@Command(
    name = "divan demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Starts a Divan server and a bank of three Spring Boot applications over two databases, has"
            + " every standing order executed as one global transaction, and audits the books.")
public final class Demo implements Callable<Integer> {
  @Option(
      names = "--orders",
      paramLabel = "FILE",
      description =
          "Standing orders, one a line, fields separated by tabs: order account bank_to account_to"
              + " amount kind. Without it a sample of the same shape is made up from the seed.")
  private @Nullable Path orders;

  @Option(
      names = "--faults",
      description =
          "Underfund accounts, and kill -9 a process of the bank and the server in mid-run.")
  private boolean faults;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Draws the faults, the sample and the sequence of orders (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--nodes",
      paramLabel = "1|3",
      defaultValue = "1",
      description =
          "One server, or a cluster of three on 127.0.0.1 to 127.0.0.3; with --faults whoever leads"
              + " is killed, and a follower (${DEFAULT-VALUE}).")
  private int nodes;

  @Option(names = "--exit", description = "End when the books are done instead of staying up.")
  private boolean exit;

  @Option(names = "--quiet", description = "Say only what came of it.")
  private boolean quiet;

  @Option(
      names = "--ports",
      paramLabel = "default|free",
      defaultValue = "default",
      description = "Where the server listens: Divan's own ports, or any free ones.")
  private String ports = "default";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "For data and logs; absent or empty. Otherwise a folder below target/demo.")
  private @Nullable Path data;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "32",
      description = "Orders under way at the same time (${DEFAULT-VALUE}).")
  private int workers;

  private Demo() {}

  /** Runs the demo and ends the process: 0 if the books balance, 1 if not, 2 if it cannot run. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Demo()).execute(arguments));
  }

  @Override
  public Integer call() {
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    var screen = new Screen(out, isTerminal(), quiet);
    try {
      return run(screen);
    } catch (DemoFailure e) {
      screen.result("divan demo: " + e.getMessage());
      return 2;
    }
  }

  @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private int run(Screen screen) throws DemoFailure {
    if (!ports.equals("default") && !ports.equals("free")) {
      throw new DemoFailure("--ports is either default or free, not " + ports);
    }
    if (nodes != 1 && nodes != 3) {
      throw new DemoFailure("--nodes is either 1 or 3, not " + nodes);
    }
    if (workers < 1 || workers > 1000) {
      throw new DemoFailure("--workers is from 1 to 1000, not " + workers);
    }
    var source = source();
    source
        .badLines()
        .forEach(bad -> screen.result("line " + bad.number() + " skipped: " + bad.reason()));
    if (source.orders().isEmpty()) {
      throw new DemoFailure("there is no order to execute");
    }
    RunFolder folder = RunFolder.create(data);
    folder.logTo("demo.log");
    var where = ports.equals("free") ? ServerPorts.free() : ServerPorts.DEFAULT;
    var installation = new Installation(folder.path(), where, nodes);
    installation.requireFreePorts();
    var stopping = new Thread(() -> stop(screen, installation), "demo-stop");
    Runtime.getRuntime().addShutdownHook(stopping);
    var subject = new Watch.Subject(name(), seed, faults, nodes);
    return run(
        new Run(screen, installation, source.orders(), subject, workers, Clock.systemUTC()),
        installation,
        folder,
        screen);
  }

  private int run(Run run, Installation installation, RunFolder folder, Screen screen)
      throws DemoFailure {
    boolean balanced = false;
    try (installation) {
      balanced = run.execute();
      if (balanced && !exit) {
        stayUp(screen, installation);
      }
    } finally {
      if (!balanced) {
        screen.result("Logs and data are kept in " + folder.path());
      }
    }
    if (balanced) {
      folder.dropData();
    }
    return balanced ? 0 : 1;
  }

  private OrderFile source() throws DemoFailure {
    if (orders == null) {
      return new OrderFile(SampleOrders.of(seed), List.<OrderFile.BadLine>of());
    }
    try {
      return OrderFile.read(orders);
    } catch (IOException e) {
      throw new DemoFailure("cannot read " + orders + ": " + e, e);
    }
  }

  private String name() {
    return orders == null
        ? "a sample drawn from seed " + seed
        : String.valueOf(orders.getFileName());
  }

  /** Until a signal ends the process. */
  private static void stayUp(Screen screen, Installation installation) {
    screen.result("The bank stays up until it is stopped with Ctrl-C. The console:");
    screen.result("http://127.0.0.1:" + installation.ports().console() + "/");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** At the end of this process, however it comes: nothing that it has started may be left. */
  private static void stop(Screen screen, Installation installation) {
    screen.silence();
    List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
    installation.close();
    all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
  }

  /** What a run is about. */
  static String describe(List<StandingOrder> orders) {
    var expected = new Expected(orders);
    return Screen.count(orders.size())
        + " orders of "
        + Screen.count(expected.perPayer().size())
        + " accounts, "
        + Screen.money(expected.total())
        + " in total";
  }
}
