package io.divan.rpc.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Frames on their way out. Threads add to it, the connection's own thread empties it: what has
 * gathered meanwhile goes out as one buffer with one system call.
 */
final class Outbound {
  private static final int LARGE = 16 << 10;
  private static final int BATCH = 64 << 10;

  private final Channel channel;
  private final int limit;
  private final ConcurrentLinkedQueue<byte[]> frames = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unsent = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Runnable flush = this::flush;

  Outbound(Channel channel, int limit) {
    this.channel = channel;
    this.limit = limit;
  }

  /** Whether the frame will be sent if the connection lives; false if too much waits already. */
  boolean send(byte[] frame) {
    if (unsent.addAndGet(frame.length) > limit) {
      unsent.addAndGet(-frame.length);
      return false;
    }
    frames.add(frame);
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      channel.eventLoop().execute(flush);
    }
    return true;
  }

  boolean isEmpty() {
    return unsent.get() == 0;
  }

  /** In the connection's thread. Leaves frames in the queue while the socket takes no more. */
  void flush() {
    scheduled.set(false);
    boolean wrote = false;
    while (channel.isWritable() && writeBatch()) {
      wrote = true;
    }
    if (wrote) {
      channel.flush();
    } else if (!channel.isActive()) {
      frames.clear();
      unsent.set(0);
    }
  }

  private boolean writeBatch() {
    byte[] frame = frames.poll();
    if (frame == null) {
      return false;
    }
    int size = frame.length;
    if (size >= LARGE) {
      write(Unpooled.wrappedBuffer(frame), size);
      return true;
    }
    ByteBuf batch = channel.alloc().directBuffer(Math.max(size, Math.min(unsent.get(), BATCH)));
    batch.writeBytes(frame);
    for (byte[] next = frames.peek();
        next != null && next.length < LARGE && next.length <= batch.writableBytes();
        next = frames.peek()) {
      batch.writeBytes(next);
      frames.poll();
    }
    write(batch, batch.readableBytes());
    return true;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a failure closes the connection
  private void write(ByteBuf bytes, int size) {
    unsent.addAndGet(-size);
    channel.write(bytes, channel.voidPromise());
  }
}
