package io.divan.kernel.log;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.InvokeContext;
import com.alipay.sofa.jraft.rpc.RaftRpcFactory;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.SPI;
import org.jspecify.annotations.Nullable;

/**
 * JRaft's network for a group of one: there is nobody to talk to, and no port is opened.
 *
 * <p>JRaft finds it as a service and prefers it to its own Bolt transport, which takes membership
 * commands from anybody.
 */
@SPI(priority = 100)
public final class NoPeersRpcFactory implements RaftRpcFactory {
  @Override
  public void registerProtobufSerializer(String className, Object... args) {}

  @Override
  public RpcClient createRpcClient(@Nullable ConfigHelper<RpcClient> helper) {
    return new NoPeers();
  }

  @Override
  public RpcServer createRpcServer(
      @Nullable Endpoint endpoint, @Nullable ConfigHelper<RpcServer> helper) {
    throw new IllegalStateException("a group of one serves no peers");
  }

  private static final class NoPeers implements RpcClient {
    @Override
    public boolean init(RpcOptions options) {
      return true;
    }

    @Override
    public void shutdown() {}

    @Override
    public boolean checkConnection(Endpoint endpoint) {
      return false;
    }

    @Override
    public boolean checkConnection(Endpoint endpoint, boolean createIfAbsent) {
      return false;
    }

    @Override
    public void closeConnection(Endpoint endpoint) {}

    @Override
    public void registerConnectEventListener(ReplicatorGroup replicatorGroup) {}

    @Override
    public Object invokeSync(
        Endpoint endpoint, Object request, @Nullable InvokeContext context, long timeoutMs)
        throws RemotingException {
      throw new RemotingException("no peer at " + endpoint);
    }

    @Override
    public void invokeAsync(
        Endpoint endpoint,
        Object request,
        @Nullable InvokeContext context,
        InvokeCallback callback,
        long timeoutMs)
        throws RemotingException {
      throw new RemotingException("no peer at " + endpoint);
    }
  }
}
