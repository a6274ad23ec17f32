package io.divan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompatibilityPageTest {
  @Test
  void aRowSurvivesItsLine() {
    Row row = new Row("nacos", "nacos-client", "3.1.1", "publishes", true);
    assertThat(row.toLine()).isEqualTo("nacos\tnacos-client\t3.1.1\tpublishes\tpassed");
    assertThat(Row.parse(row.toLine())).isEqualTo(row);
    assertThat(Row.parse("anything else")).isNull();
  }

  @Test
  void onlyWhatIsBetweenTheMarksChanges(@TempDir Path directory) throws IOException {
    Path rows = Files.createDirectory(directory.resolve("rows"));
    Path page = directory.resolve("compatibility.md");
    Files.writeString(
        page,
        "# Ours\nbefore\n"
            + CompatibilityPage.BEGIN
            + "\nold\n"
            + CompatibilityPage.END
            + "\nafter\n");
    Files.write(
        rows.resolve("a.tsv"),
        List.of(
            new Row("sofa-rpc", "client", "5", "pojo", true).toLine(),
            new Row("sofa-rpc", "client", "5", "busy", false).toLine()));
    CompatibilityPage.main(new String[] {rows.toString(), page.toString()});
    assertThat(Files.readString(page))
        .startsWith("# Ours\nbefore\n")
        .endsWith("\nafter\n")
        .contains("| sofa-rpc | client | 5 | 1: pojo | 1: busy |")
        .doesNotContain("old");
  }

  @Test
  void whoDidNotRunKeepsItsLine(@TempDir Path directory) throws IOException {
    Path page = directory.resolve("compatibility.md");
    Path rows = directory.resolve("rows.tsv");
    Files.writeString(rows, new Row("nacos", "client", "3.1.1", "lists", true).toLine());
    CompatibilityPage.main(new String[] {directory.toString(), page.toString()});
    Files.writeString(rows, new Row("nacos", "client", "2.5.1", "lists", true).toLine());
    CompatibilityPage.main(new String[] {directory.toString(), page.toString()});
    Files.writeString(rows, new Row("nacos", "client", "3.1.1", "lists", false).toLine());
    CompatibilityPage.main(new String[] {directory.toString(), page.toString()});
    assertThat(Files.readString(page))
        .contains("| nacos | client | 2.5.1 | 1: lists | – |")
        .contains("| nacos | client | 3.1.1 | – | 1: lists |")
        .doesNotContain("| nacos | client | 3.1.1 | 1: lists |");
  }

  @Test
  void aPageWithoutMarksGetsThem(@TempDir Path directory) throws IOException {
    Path page = directory.resolve("docs/compatibility.md");
    CompatibilityPage.main(new String[] {directory.toString(), page.toString()});
    assertThat(Files.readString(page)).contains(CompatibilityPage.BEGIN, CompatibilityPage.END);
  }
}
