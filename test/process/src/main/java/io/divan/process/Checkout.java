package io.divan.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** The source folder that a test or benchmark runs in. */
public final class Checkout {
  private Checkout() {}

  /** The folder with the launcher in it, searched upwards from where this process was started. */
  public static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isExecutable(at.resolve("divan")) && Files.exists(at.resolve("pom.xml"))) {
        return at;
      }
    }
    throw new IllegalStateException(
        "not within a checkout of Divan: " + Path.of("").toAbsolutePath());
  }
}
