package io.divan.kernel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.kernel.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path root;

  @Test
  void itKeepsTheClusterIdItWasCreatedWith() {
    DataDirectory.open(root, "first").close();
    try (DataDirectory again = DataDirectory.open(root, "second")) {
      assertThat(again.clusterId()).isEqualTo("first");
    }
  }

  @Test
  void aSecondHolderIsRefusedAndToldWhoHasIt() {
    try (DataDirectory held = DataDirectory.open(root, "x")) {
      assertThat(held.folder("log")).isDirectory();
      assertThatThrownBy(() -> DataDirectory.open(root, "x"))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    DataDirectory.open(root, "x").close();
    Files.writeString(root.resolve("divan.properties"), "format=99\ncluster-id=x\n");
    assertThatThrownBy(() -> DataDirectory.open(root, "x"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("newer Divan");
  }

  @Test
  void aFolderOfSomebodyElseIsRefused() throws IOException {
    Files.writeString(root.resolve("thesis.txt"), "");
    assertThatThrownBy(() -> DataDirectory.open(root, "x"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("thesis.txt");
  }

  @Test
  void aCrashBeforeTheFirstWriteIsNoForeignFolder() throws IOException {
    Files.writeString(root.resolve("lock"), "1");
    Files.writeString(root.resolve("divan.properties.new"), "form");
    DataDirectory.open(root, "x").close();
    assertThat(root.resolve("divan.properties")).exists();
  }
}
