package io.divan.kernel.log;

import com.alipay.sofa.jraft.rpc.RaftRpcFactory;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.SPI;
import org.jspecify.annotations.Nullable;

/**
 * JRaft's network: the link between members, or nothing at all for a group of one.
 *
 * <p>JRaft finds it as a service and prefers it to its own Bolt transport, which takes membership
 * commands from anybody.
 */
@SPI(priority = 100)
public final class LinkRpcFactory implements RaftRpcFactory {
  @Override
  public void registerProtobufSerializer(String className, Object... args) {}

  @Override
  public RpcClient createRpcClient(@Nullable ConfigHelper<RpcClient> helper) {
    return new LinkRpcClient();
  }

  @Override
  public RpcServer createRpcServer(
      @Nullable Endpoint endpoint, @Nullable ConfigHelper<RpcServer> helper) {
    throw new IllegalStateException("consensus is served over the link between members");
  }
}
