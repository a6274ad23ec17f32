package io.divan.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows and changes the members of a cluster that runs. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = "Shows and changes the members of a cluster.",
    subcommands = {
      ClusterCommand.Status.class,
      ClusterCommand.Add.class,
      ClusterCommand.Remove.class,
      ClusterCommand.Transfer.class,
      ClusterCommand.Secret.class,
      HelpCommand.class
    })
final class ClusterCommand {
  /** Prints the members. */
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Prints every member: whether it is reached, votes, leads.")
  static final class Status implements Runnable {
    @Mixin private ConsoleClient console = new ConsoleClient();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      JsonNode view = console.get("/api/cluster");
      if (view.path("single").asBoolean()) {
        out.println("A single server, no cluster.");
        return;
      }
      out.printf("term %s, applied %s%n", view.path("term"), view.path("applied"));
      out.printf("%-28s %-8s %-8s %s%n", "member", "reached", "votes", "");
      for (JsonNode member : view.path("members")) {
        out.printf(
            "%-28s %-8s %-8s %s%n",
            member.path("member").asText(),
            member.path("linked").asBoolean() ? "yes" : "NO",
            member.path("voting").asBoolean() ? "yes" : "no",
            (member.path("leads").asBoolean() ? "leads " : "")
                + (member.path("self").asBoolean() ? "(asked)" : ""));
      }
      if (view.path("leader").asText().isEmpty()) {
        out.println("No node leads: changes are refused until more than half are there.");
      }
    }
  }

  /** A change of one member, done when the command returns. */
  abstract static class Change implements Runnable {
    @Mixin private ConsoleClient console = new ConsoleClient();

    @Parameters(paramLabel = "HOST:PORT", description = "The member, as its --node says.")
    private String member = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    private final String path;
    private final String done;

    Change(String path, String done) {
      this.path = path;
      this.done = done;
    }

    @Override
    public void run() {
      console.put(path, Map.of("member", member));
      spec.commandLine().getOut().println(member + " " + done);
    }
  }

  /** Takes a node in. */
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Takes in a node that was started empty with --join, and waits until it votes.")
  static final class Add extends Change {
    Add() {
      super("/api/cluster/add", "is a member.");
    }
  }

  /** Excludes a member. */
  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Excludes a member, dead or alive; its data is not taken in again.")
  static final class Remove extends Change {
    Remove() {
      super("/api/cluster/remove", "is no member any more.");
    }
  }

  /** Hands over the lead. */
  @Command(
      name = "transfer",
      mixinStandardHelpOptions = true,
      description = "Lets another member lead, as before maintenance of the one that does.")
  static final class Transfer extends Change {
    Transfer() {
      super("/api/cluster/transfer", "is taking the lead.");
    }
  }

  /** Makes a secret. */
  @Command(
      name = "secret",
      mixinStandardHelpOptions = true,
      description = "Prints a new secret for cluster.secret.")
  static final class Secret implements Runnable {
    private static final int BYTES = 32;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      byte[] bits = new byte[BYTES];
      new SecureRandom().nextBytes(bits);
      spec.commandLine().getOut().println(HexFormat.of().formatHex(bits));
    }
  }
}
