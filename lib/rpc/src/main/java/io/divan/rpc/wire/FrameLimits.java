package io.divan.rpc.wire;

import java.time.Duration;

/**
 * What a connection may take.
 *
 * @param largestContent the most bytes of content in a frame
 * @param frameTime how long a frame may take to arrive once it has begun
 * @param idleTime how long nothing may arrive before the connection is closed
 * @param unsent the most bytes waiting to be sent
 */
public record FrameLimits(int largestContent, Duration frameTime, Duration idleTime, int unsent) {
  /** As at the peers: 8 MiB of content, 90 seconds of silence. */
  public static final FrameLimits DEFAULT =
      new FrameLimits(8 << 20, Duration.ofSeconds(60), Duration.ofSeconds(90), 32 << 20);

  public FrameLimits withLargestContent(int bytes) {
    return new FrameLimits(bytes, frameTime, idleTime, unsent);
  }

  public FrameLimits withFrameTime(Duration time) {
    return new FrameLimits(largestContent, time, idleTime, unsent);
  }

  public FrameLimits withIdleTime(Duration time) {
    return new FrameLimits(largestContent, frameTime, time, unsent);
  }

  public FrameLimits withUnsent(int bytes) {
    return new FrameLimits(largestContent, frameTime, idleTime, bytes);
  }
}
