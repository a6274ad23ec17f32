package io.divan.app;

import io.divan.kernel.settings.Settings;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the settings. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Shows the settings.",
    subcommands = {ConfigCommand.Print.class, ConfigCommand.Reference.class, HelpCommand.class})
final class ConfigCommand {
  /** Prints what a server started here and now would be set to. */
  @Command(
      name = "print",
      mixinStandardHelpOptions = true,
      description = "Prints what a server started here would be set to, and where that comes from.")
  static final class Print implements Runnable {
    @Mixin private SettingsOptions options = new SettingsOptions();

    @Option(names = "--all", description = "Defaults as well, with what each setting decides.")
    private boolean all;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      Settings<ServerSettings> settings = options.read();
      for (Settings.Line line : settings.lines()) {
        if (all) {
          out.println("# " + line.doc());
        }
        if (all || !line.source().equals("default")) {
          out.println(line.key() + " = \"" + line.value() + "\"  # " + line.source());
        }
      }
    }
  }

  /** Prints the page docs/settings.md. */
  @Command(
      name = "reference",
      mixinStandardHelpOptions = true,
      description = "Prints every setting with its default as a page of Markdown.")
  static final class Reference implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      out.print(SettingsReference.page());
      out.flush();
    }
  }
}
