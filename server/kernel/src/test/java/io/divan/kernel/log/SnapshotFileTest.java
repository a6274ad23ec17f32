package io.divan.kernel.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.machine.Capture;
import io.divan.kernel.machine.SectionWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {
  @TempDir Path folder;

  @Test
  void sectionsComeBackWithTheirVersionsAndRecords() throws IOException {
    Map<String, Capture> sections = new LinkedHashMap<>();
    sections.put("empty", records(7));
    sections.put("two", records(3, "a", "bc"));
    SnapshotFile.write(file(), sections);
    assertThat(read()).containsExactly("empty/7[]", "two/3[a, bc]");
  }

  @Test
  void aReaderMayLeaveRecordsUnread() throws IOException {
    SnapshotFile.write(file(), Map.of("a", records(1, "x", "y")));
    List<String> names = new ArrayList<>();
    SnapshotFile.read(file(), (name, section) -> names.add(name));
    assertThat(names).containsExactly("a");
  }

  @Test
  void anyDamagedByteIsFound() throws IOException {
    SnapshotFile.write(file(), Map.of("name", records(1, "some text")));
    byte[] good = Files.readAllBytes(file());
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 0x40;
      Files.write(file(), bad);
      assertThatThrownBy(this::read).as("byte " + at).isInstanceOf(Failure.class);
    }
  }

  @Test
  void aShortenedFileIsFound() throws IOException {
    SnapshotFile.write(file(), Map.of("name", records(1, "some text")));
    byte[] good = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(good, good.length - 3));
    assertThatThrownBy(this::read).isInstanceOf(Failure.class);
  }

  private Path file() {
    return folder.resolve("state");
  }

  private List<String> read() {
    List<String> seen = new ArrayList<>();
    SnapshotFile.read(
        file(),
        (name, section) -> {
          List<String> texts = new ArrayList<>();
          for (byte[] each = section.next(); each != null; each = section.next()) {
            texts.add(new String(each, StandardCharsets.UTF_8));
          }
          seen.add(name + "/" + section.version() + texts);
        });
    return seen;
  }

  private static Capture records(int version, String... texts) {
    return new Capture() {
      @Override
      public int version() {
        return version;
      }

      @Override
      public void writeTo(SectionWriter section) throws IOException {
        for (String text : texts) {
          section.write(text.getBytes(StandardCharsets.UTF_8));
        }
      }
    };
  }
}
