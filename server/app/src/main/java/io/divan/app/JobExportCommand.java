package io.divan.app;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** Prints all jobs for a file. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Prints every job as a line of JSON, for divan job import.")
final class JobExportCommand extends JobCommand.Asking {
  private static final int PAGE = 500;

  @Override
  public void run() {
    for (int page = 1; ; page++) {
      JsonNode jobs = console().get("/api/jobs/export?size=" + PAGE + "&page=" + page).path("jobs");
      jobs.forEach(each -> out().println(each));
      if (jobs.size() < PAGE) {
        return;
      }
    }
  }
}
