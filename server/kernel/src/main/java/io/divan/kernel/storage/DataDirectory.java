package io.divan.kernel.storage;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything a node must not lose. It is locked against a second process and
 * says in which format it is written and to which cluster it belongs.
 */
public final class DataDirectory implements AutoCloseable {
  /** The format that this version writes, and the newest that it reads. */
  public static final int FORMAT = 1;

  private static final String IDENTITY_FILE = "divan.properties";
  private static final String NOTE_SUFFIX = ".properties";

  private final Path root;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final String clusterId;

  private DataDirectory(Path root, FileChannel lockFile, FileLock lock, String clusterId) {
    this.root = root;
    this.lockFile = lockFile;
    this.lock = lock;
    this.clusterId = clusterId;
  }

  /**
   * Opens a data directory, creating it if it is absent or empty.
   *
   * @param newClusterId the name under which a new directory's data will be known
   * @throws Failure CONFLICT if another process holds it, USER if it is of a newer format or no
   *     data directory at all, EXTERNAL if the disk refuses
   */
  public static DataDirectory open(Path root, String newClusterId) {
    FileChannel lockFile = null;
    try {
      Files.createDirectories(root);
      lockFile = FileChannel.open(root.resolve("lock"), CREATE, READ, WRITE);
      FileLock lock = tryLock(lockFile);
      if (lock == null) {
        throw heldByAnother(root, lockFile);
      }
      writeHolder(lockFile);
      return new DataDirectory(root, lockFile, lock, identity(root, newClusterId));
    } catch (IOException e) {
      closeQuietly(lockFile);
      throw Failure.caused(
          Kind.EXTERNAL,
          "storage.directory-unusable",
          "The data directory " + root + " cannot be used: " + e,
          e);
    } catch (Failure e) {
      closeQuietly(lockFile);
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by another server within this process
    }
  }

  private static Failure heldByAnother(Path root, FileChannel lockFile) throws IOException {
    ByteBuffer holder = ByteBuffer.allocate(32);
    lockFile.read(holder, 0);
    String pid = new String(holder.array(), 0, holder.position(), StandardCharsets.US_ASCII);
    return Failure.of(
        Kind.CONFLICT,
        "storage.directory-in-use",
        "The data directory "
            + root
            + " is in use by process "
            + pid.strip()
            + ". Stop that server, or give this one a directory of its own with --data.");
  }

  private static void writeHolder(FileChannel lockFile) throws IOException {
    byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    lockFile.truncate(0);
    lockFile.write(ByteBuffer.wrap(pid), 0);
  }

  private static String identity(Path root, String newClusterId) throws IOException {
    Path file = root.resolve(IDENTITY_FILE);
    if (Files.notExists(file)) {
      refuseForeignFolder(root);
      writeDurably(file, "format=" + FORMAT + "\ncluster-id=" + newClusterId + "\n");
      return newClusterId;
    }
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    String format = properties.getProperty("format", "");
    String clusterId = properties.getProperty("cluster-id", "");
    if (!format.matches("\\d{1,9}") || clusterId.isEmpty()) {
      throw Failure.of(
          Kind.USER,
          "storage.directory-unreadable",
          file + " does not say which format this data has. Restore it from a backup.");
    }
    if (Integer.parseInt(format) > FORMAT) {
      throw Failure.of(
          Kind.USER,
          "storage.format-newer",
          root
              + " was written by a newer Divan (format "
              + format
              + ", this version reads up to "
              + FORMAT
              + "). Start that version.");
    }
    return clusterId;
  }

  private static void refuseForeignFolder(Path root) throws IOException {
    try (var files = Files.list(root)) {
      var foreign = files.filter(f -> !isOwn(f.getFileName().toString())).findFirst();
      if (foreign.isPresent()) {
        throw Failure.of(
            Kind.USER,
            "storage.directory-foreign",
            root
                + " is not empty and no data directory of Divan (it holds "
                + foreign.get().getFileName()
                + "). Give an empty or a new folder with --data.");
      }
    }
  }

  private static boolean isOwn(String name) {
    return name.equals("lock") || name.endsWith(NOTE_SUFFIX) || name.startsWith(IDENTITY_FILE);
  }

  /** Replaces a small file so that after a crash either the old or the new content is there. */
  static void writeDurably(Path file, String content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel = FileChannel.open(temporary, CREATE, WRITE, TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    Files.move(temporary, file, ATOMIC_MOVE);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      LocalDisk.forceFolder(folder);
    }
  }

  private static void closeQuietly(@Nullable FileChannel file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names the data, for all its life; generated when the directory was created. */
  public String clusterId() {
    return clusterId;
  }

  /** A small note that was kept here, as keys and values; empty if there is none. */
  public Map<String, String> note(String name) {
    Path file = root.resolve(name + NOTE_SUFFIX);
    if (Files.notExists(file)) {
      return Map.of();
    }
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> note = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> note.put(key, properties.getProperty(key)));
    return note;
  }

  /** Keeps a small note; it is on disk when this returns. */
  public void note(String name, Map<String, String> note) {
    var text = new StringBuilder();
    new TreeMap<>(note)
        .forEach((key, value) ->
            text.append(key.replace(":", "\\:")).append('=').append(value).append('\n'));
    try {
      writeDurably(root.resolve(name + NOTE_SUFFIX), text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a folder is there. */
  public boolean has(String folder) {
    return Files.exists(root.resolve(folder));
  }

  /** A folder inside, created if it is absent. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
