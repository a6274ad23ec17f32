package io.divan.rpc.wire;

import io.divan.protocol.bolt.BoltEncoder;
import io.divan.protocol.bytes.ByteWriter;
import io.divan.protocol.hessian.HessianLimits;
import io.divan.protocol.hessian.HessianReader;
import io.divan.protocol.hessian.HessianWriter;

/** What one thread needs to read and write messages, reused from call to call. */
public final class Codec {
  private static final int RETAINED = 64 << 10;

  /** Room for class name and header beside the largest content. */
  private static final int FRAME_OVERHEAD = 128 << 10;

  private final ByteWriter out;
  private final BoltEncoder frames;
  private final HessianWriter writer;
  private final HessianReader reader;

  Codec(int largestContent, HessianLimits limits) {
    this.out = new ByteWriter(largestContent + FRAME_OVERHEAD, RETAINED);
    this.frames = new BoltEncoder(out);
    this.writer = new HessianWriter(out);
    this.reader = new HessianReader(limits);
  }

  public ByteWriter out() {
    return out;
  }

  public BoltEncoder frames() {
    return frames;
  }

  public HessianWriter writer() {
    return writer;
  }

  public HessianReader reader() {
    return reader;
  }
}
