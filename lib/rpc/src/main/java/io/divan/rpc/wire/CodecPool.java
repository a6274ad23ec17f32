package io.divan.rpc.wire;

import io.divan.protocol.hessian.HessianLimits;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Codecs to borrow. Not bound to threads, of which there may be many that live for one call only;
 * threads look in different places first, so that they hardly meet.
 */
public final class CodecPool {
  private static final int SPREAD = 16;

  private final int largestContent;
  private final HessianLimits limits;
  private final AtomicReferenceArray<@Nullable Codec> idle;
  private final int mask;

  public CodecPool(int largestContent, HessianLimits limits) {
    this.largestContent = largestContent;
    this.limits = limits;
    int places = Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors()) * SPREAD;
    this.idle = new AtomicReferenceArray<>(places);
    this.mask = places - 1;
  }

  public Codec borrow() {
    int place = place();
    Codec codec = idle.get(place);
    if (codec == null || !idle.compareAndSet(place, codec, null)) {
      codec = new Codec(largestContent, limits);
    }
    codec.out().clear();
    return codec;
  }

  /** Gives a codec back; what it read or wrote last is forgotten. */
  public void giveBack(Codec codec) {
    codec.reader().clear();
    int place = place();
    if (idle.get(place) == null) {
      idle.compareAndSet(place, null, codec);
    }
  }

  /** Sixteen slots apart, which is two cache lines. */
  private int place() {
    return ((int) Thread.currentThread().getId() * SPREAD) & mask;
  }
}
