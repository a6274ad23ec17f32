package io.divan.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the transactions of a server that runs, and decides what it cannot. */
@Command(
    name = "tx",
    mixinStandardHelpOptions = true,
    description = "Shows global transactions, and decides about those that cannot be finished.",
    subcommands = {
      TxCommand.Active.class,
      TxCommand.Audit.class,
      TxCommand.Hold.class,
      TxCommand.Retry.class,
      TxCommand.Commit.class,
      TxCommand.RollBack.class,
      TxCommand.Release.class,
      HelpCommand.class
    })
final class TxCommand {
  private TxCommand() {}

  /** Prints what is under way. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints the transactions that are under way, with their branches and rows.")
  static final class Active implements Runnable {
    @Mixin private ConsoleClient console = new ConsoleClient();

    @Option(names = "--held", description = "Only those that wait for a person.")
    private boolean onlyHeld;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      JsonNode view = console.get("/api/transactions");
      int printed = 0;
      for (JsonNode each : view.path("transactions")) {
        if (!onlyHeld || each.path("held").asBoolean()) {
          print(out, each);
          printed++;
        }
      }
      if (printed == 0) {
        out.println(onlyHeld ? "No transaction is held." : "No transaction is under way.");
      }
      int more = view.path("total").asInt() - view.path("transactions").size();
      if (more > 0) {
        out.println(more + " more are under way.");
      }
    }

    private static void print(PrintWriter out, JsonNode each) {
      out.printf(
          "%s  %s  began %s  %s of %s%n",
          each.path("xid").asText(),
          each.path("status").asText(),
          each.path("began").asText(),
          each.path("name").asText(),
          each.path("application").asText());
      if (each.path("held").asBoolean()) {
        out.println("  held: " + each.path("reason").asText());
      }
      printBranches(out, each);
    }
  }

  private static void printBranches(PrintWriter out, JsonNode transaction) {
    for (JsonNode branch : transaction.path("branches")) {
      out.printf(
          "  %s %s %s on %s, of %s%n",
          branch.path("kind").asText(),
          branch.path("id").asText(),
          branch.path("state").asText(),
          branch.path("resource").asText(),
          branch.path("client").asText());
      if (!branch.path("lockKeys").asText().isEmpty()) {
        out.println("    rows " + branch.path("lockKeys").asText());
      }
    }
  }

  /** Prints what persons have done. */
  @Command(
      name = "audit",
      mixinStandardHelpOptions = true,
      description = "Prints who decided what about which transaction, and why; the latest first.")
  static final class Audit implements Runnable {
    @Mixin private ConsoleClient console = new ConsoleClient();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      JsonNode audit = console.get("/api/transactions/audit");
      if (audit.isEmpty()) {
        out.println("Nobody has decided anything.");
      }
      for (JsonNode each : audit) {
        out.printf(
            "%s  %s  %s by %s: %s%n",
            each.path("at").asText(),
            each.path("xid").asText(),
            each.path("remedy").asText(),
            each.path("author").asText(),
            each.path("reason").asText());
        String why = each.path("heldBecause").asText();
        out.println("  was " + each.path("before").asText() + (why.isEmpty() ? "" : ": " + why));
        printBranches(out, each);
      }
    }
  }

  /** A decision about one transaction, in the log when the command returns. */
  abstract static class Decision implements Runnable {
    @Mixin private ConsoleClient console = new ConsoleClient();

    @Parameters(paramLabel = "XID", description = "The transaction, as divan tx list prints it.")
    private String xid = "";

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; it is kept in the audit.")
    private String reason = "";

    @Option(
        names = "--author",
        paramLabel = "NAME",
        description = "Who decides, on a server that asks for no login; ${DEFAULT-VALUE}.",
        defaultValue = "${sys:user.name}")
    private String author = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    private final String remedy;

    Decision(String remedy) {
      this.remedy = remedy;
    }

    @Override
    public void run() {
      Map<String, String> said = new HashMap<>();
      said.put("xid", xid);
      said.put("remedy", remedy);
      said.put("reason", reason);
      said.put("author", author);
      JsonNode answer = console.put("/api/transactions/remedy", said);
      spec.commandLine().getOut().println(xid + " is now " + answer.path("status").asText() + ".");
    }
  }

  /** Stops trying. */
  @Command(
      name = "hold",
      mixinStandardHelpOptions = true,
      description = "Stops a second phase that is tried again and again.")
  static final class Hold extends Decision {
    Hold() {
      super("HOLD");
    }
  }

  /** Tries again. */
  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = "Has the branches of a held transaction asked again for what was decided.")
  static final class Retry extends Decision {
    Retry() {
      super("RETRY");
    }
  }

  /** Commits what is left. */
  @Command(
      name = "commit",
      mixinStandardHelpOptions = true,
      description =
          "Commits what is left of a held transaction, whatever was decided; the images of its "
              + "rows are thrown away.")
  static final class Commit extends Decision {
    Commit() {
      super("COMMIT");
    }
  }

  /** Rolls back what is left. */
  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = "Rolls back what is left of a held transaction, whatever was decided.")
  static final class RollBack extends Decision {
    RollBack() {
      super("ROLL_BACK");
    }
  }

  /** Ends it. */
  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description =
          "Ends a held transaction: its locks go and nobody is asked any more; what its branches "
              + "have done stays as it is.")
  static final class Release extends Decision {
    Release() {
      super("RELEASE");
    }
  }
}
