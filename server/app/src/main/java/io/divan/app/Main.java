package io.divan.app;

import io.divan.kernel.failure.Failure;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * The command line: {@code divan server}, {@code divan config print}, {@code divan cluster status}.
 */
@Command(
    name = "divan",
    mixinStandardHelpOptions = true,
    version = "divan 0.1.0",
    description = "The middleware stack as one server.",
    subcommands = {
      ServerCommand.class,
      ConfigCommand.class,
      ClusterCommand.class,
      TxCommand.class,
      JobCommand.class,
      WarmUpCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "The launcher of a source folder, ./divan, has two more:",
      "  demo    Runs a bank of three applications on a server and audits its books.",
      "  bench   Measures the server and the libraries beside their peers."
    })
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    int exit =
        new CommandLine(new Main())
            .setExecutionExceptionHandler(new ExplainsFailures())
            .execute(arguments);
    System.exit(exit);
  }

  /** A failure is something to be read and acted upon, not a stack trace. */
  private static final class ExplainsFailures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed)
        throws Exception {
      if (thrown instanceof Failure failure) {
        PrintWriter err = command.getErr();
        err.println("divan: " + failure.explanation() + " [" + failure.code() + "]");
        return 2;
      }
      throw thrown;
    }
  }
}
