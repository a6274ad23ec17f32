package io.divan.kernel.storage;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of the local file system. */
public final class LocalDisk implements Disk {
  private final Path folder;

  public LocalDisk(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  @Override
  public List<String> list() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public DiskFile open(String name) throws IOException {
    Path file = folder.resolve(name);
    boolean isNew = Files.notExists(file);
    var opened = new LocalFile(FileChannel.open(file, CREATE, READ, WRITE));
    if (isNew) {
      forceFolder(folder);
    }
    return opened;
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
    forceFolder(folder);
  }

  /** Makes creations, renames and deletions in a folder durable. */
  static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  private record LocalFile(FileChannel channel) implements DiskFile {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void write(ByteBuffer source, long offset) throws IOException {
      long at = offset;
      while (source.hasRemaining()) {
        at += channel.write(source, at);
      }
    }

    @Override
    public void read(ByteBuffer target, long offset) throws IOException {
      long at = offset;
      while (target.hasRemaining()) {
        int count = channel.read(target, at);
        if (count < 0) {
          return;
        }
        at += count;
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
