package io.divan.rpc.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Frames on their way out. Threads add to it, the connection's own thread empties it: what has
 * gathered meanwhile goes out as one buffer with one system call.
 */
final class Outbound {
  private static final int LARGE = 16 << 10;
  private static final int BATCH = 64 << 10;

  /** What every connection may have waiting, however little memory all have left. */
  private static final int MODEST = 256 << 10;

  private final Channel channel;
  private final int limit;
  private final UnsentBytes ofAll;
  private final ConcurrentLinkedQueue<byte[]> frames = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unsent = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Runnable flush = this::flush;

  /**
   * @param limit the most bytes waiting here
   * @param ofAll what waits at all connections together
   */
  Outbound(Channel channel, int limit, UnsentBytes ofAll) {
    this.channel = channel;
    this.limit = limit;
    this.ofAll = ofAll;
  }

  /** Whether the frame will be sent if the connection lives; false if too much waits already. */
  boolean send(byte[] frame) {
    int here = unsent.addAndGet(frame.length);
    boolean all = ofAll.add(frame.length);
    if (here > limit || (!all && here > MODEST)) {
      sent(frame.length);
      return false;
    }
    frames.add(frame);
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      try {
        channel.eventLoop().execute(flush);
      } catch (RejectedExecutionException e) {
        return false; // the thread has ended, and all its connections with it
      }
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
      drop();
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
    sent(size);
    channel.write(bytes, channel.voidPromise());
  }

  private void sent(int bytes) {
    unsent.addAndGet(-bytes);
    ofAll.subtract(bytes);
  }

  private void drop() {
    for (byte[] frame = frames.poll(); frame != null; frame = frames.poll()) {
      sent(frame.length);
    }
  }
}
