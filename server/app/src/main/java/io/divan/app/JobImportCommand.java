package io.divan.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds the jobs of a file, or of XXL-JOB's database. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description =
        "Adds the jobs of a file that divan job export has written, or of XXL-JOB's database. They"
            + " get new ids, by which parents know their children and graphs their jobs. What"
            + " cannot be used is named and left out.")
final class JobImportCommand extends JobCommand.Asking {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  @Option(names = "--paused", description = "Adds all of them paused.")
  private boolean paused;

  @Option(
      names = "--database-user",
      paramLabel = "NAME",
      defaultValue = "root",
      description = "Of MySQL; ${DEFAULT-VALUE}.")
  private String databaseUser = "";

  @Option(
      names = "--database-password",
      paramLabel = "TEXT",
      defaultValue = "${env:DIVAN_DATABASE_PASSWORD}",
      description = "Of MySQL; better given in DIVAN_DATABASE_PASSWORD.")
  private @Nullable String databasePassword;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "The time zone of XXL-JOB's admin, in which it reads crons; this machine's by default.")
  private @Nullable String zone;

  private static final class Source {
    @Parameters(paramLabel = "FILE", description = "A line of JSON for each job.")
    private @Nullable Path file;

    @Option(
        names = "--xxl-mysql",
        paramLabel = "URL",
        description =
            "XXL-JOB's database, of 2.3 and later: jdbc:mysql://host:3306/xxl_job, or host/xxl_job.")
    private @Nullable String database;
  }

  @Override
  public void run() {
    var arriving = new ArrivingJobs(console(), out(), paused);
    if (source.file != null) {
      read(source.file, arriving);
    }
    if (source.database != null) {
      new XxlJobDatabase(
              source.database,
              databaseUser,
              Optional.ofNullable(databasePassword).orElse(""),
              zone == null ? ZoneId.systemDefault().getId() : zone)
          .read(arriving::add, arriving::leftOut);
    }
    arriving.end();
  }

  private static void read(Path file, ArrivingJobs arriving) {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          arriving.add((ObjectNode) JSON.readTree(line));
        }
      }
    } catch (IOException | ClassCastException e) {
      throw Failure.caused(
          Kind.USER,
          "job.file",
          file
              + " cannot be read: "
              + e.getMessage()
              + ". "
              + arriving.added()
              + " jobs are added.",
          e);
    }
  }
}
