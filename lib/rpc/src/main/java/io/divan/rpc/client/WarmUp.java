package io.divan.rpc.client;

import io.divan.protocol.bolt.BoltCommand;
import io.divan.protocol.bolt.BoltVersion;
import io.divan.protocol.hessian.HessianException;
import io.divan.rpc.wire.Codec;
import io.divan.rpc.wire.CodecPool;
import java.util.Collection;

/** Writes a request of each method for nobody, so that the first real one finds all code loaded. */
final class WarmUp {
  private WarmUp() {}

  static void run(CodecPool codecs, Collection<MethodPlan> plans) {
    Codec codec = codecs.borrow();
    try {
      for (MethodPlan plan : plans) {
        codec.out().clear();
        codec.frames().beginRequest(BoltVersion.V1, BoltCommand.REQUEST, 0, (byte) 1, false, 1);
        plan.template().writeHead(codec.out(), codec.frames());
        codec.frames().endHeader();
        plan.template().writeContent(codec.out(), codec.writer(), plan.types(), 1);
        codec.frames().end();
      }
    } catch (HessianException e) {
      throw new IllegalStateException("a request without arguments can always be written", e);
    } finally {
      codecs.giveBack(codec);
    }
  }
}
