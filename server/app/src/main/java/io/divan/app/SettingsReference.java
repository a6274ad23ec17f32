package io.divan.app;

import io.divan.kernel.settings.Settings;
import java.util.List;

/** The page that lists every setting, made from where each is declared. */
final class SettingsReference {
  private static final String HEAD =
      """
      # Settings

      Every key of a server, made by `./divan config reference > docs/settings.md`; a test holds the two equal.
      Keys are set in `divan.toml`, by an environment variable (`DIVAN_LOG_SEGMENT_SIZE` for `log.segment-size`) or
      by `--set KEY=VALUE`, the last winning. `./divan config print --all` shows what a server started here would be
      set to, and where each value comes from.

      | key | default | what it decides |
      |---|---|---|
      """;

  private SettingsReference() {}

  static String page() {
    var page = new StringBuilder(HEAD);
    for (Settings.Line line : Settings.read(ServerSettings.class, List.of()).lines()) {
      String value = line.value().isEmpty() ? "" : "`" + line.value() + "`";
      page.append("| `%s` | %s | %s |\n".formatted(line.key(), value, cell(line.doc())));
    }
    return page.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
