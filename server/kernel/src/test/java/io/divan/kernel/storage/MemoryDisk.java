package io.divan.kernel.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** A disk that can lose what was not forced, keep part of it, or fail. */
final class MemoryDisk implements Disk {
  private final TreeMap<String, Content> files = new TreeMap<>();
  private boolean forceFails;

  private static final class Content {
    private byte[] written = new byte[0];
    private byte[] durable = new byte[0];
  }

  void failForces(boolean fails) {
    forceFails = fails;
  }

  /** What a crash leaves: everything forced, and the first so many bytes of what was not. */
  void crash(int unforcedBytesKept) {
    for (Content content : files.values()) {
      int kept = Math.min(content.written.length, content.durable.length + unforcedBytesKept);
      byte[] left = Arrays.copyOf(content.written, kept);
      content.written = left;
      content.durable = left;
    }
  }

  byte[] bytes(String name) {
    return content(name).written;
  }

  void overwrite(String name, byte[] bytes) {
    content(name).written = bytes;
    content(name).durable = bytes;
  }

  private Content content(String name) {
    return files.computeIfAbsent(name, n -> new Content());
  }

  @Override
  public List<String> list() {
    return List.copyOf(files.keySet());
  }

  @Override
  public DiskFile open(String name) {
    Content content = content(name);
    return new DiskFile() {
      @Override
      public long size() {
        return content.written.length;
      }

      @Override
      public void write(ByteBuffer source, long offset) {
        int end = (int) offset + source.remaining();
        if (end > content.written.length) {
          content.written = Arrays.copyOf(content.written, end);
        }
        source.get(content.written, (int) offset, source.remaining());
      }

      @Override
      public void read(ByteBuffer target, long offset) {
        int count = (int) Math.min(target.remaining(), content.written.length - offset);
        target.put(content.written, (int) offset, count);
      }

      @Override
      public void truncate(long size) {
        content.written = Arrays.copyOf(content.written, (int) size);
      }

      @Override
      public void force() throws IOException {
        if (forceFails) {
          throw new IOException("the disk has failed");
        }
        content.durable = content.written.clone();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void delete(String name) {
    files.remove(name);
  }
}
