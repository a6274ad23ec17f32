package io.divan.kernel.log;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.InvokeContext;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.Message;
import io.divan.kernel.peer.Introduction;
import io.divan.kernel.peer.Member;
import io.divan.kernel.peer.Peers;
import io.divan.kernel.peer.Topic;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What JRaft asks other members, asked over the link. */
final class LinkRpcClient implements RpcClient {
  private Optional<Peers> peers = Optional.empty();

  @Override
  public boolean init(RpcOptions options) {
    if (options instanceof GroupOptions group) {
      peers = group.peers();
    }
    return true;
  }

  @Override
  public void shutdown() {}

  @Override
  public boolean checkConnection(Endpoint endpoint) {
    return peers.isPresent() && peers.get().isUp(member(endpoint));
  }

  @Override
  public boolean checkConnection(Endpoint endpoint, boolean createIfAbsent) {
    return checkConnection(endpoint);
  }

  @Override
  public void closeConnection(Endpoint endpoint) {}

  /** A leader takes up again with a member whose link has come back. */
  @Override
  public void registerConnectEventListener(ReplicatorGroup replicators) {
    peers.ifPresent(link ->
        link.watch(
            new Peers.Watcher() {
              @Override
              public void up(Introduction other) {
                Thread.ofVirtual()
                    .start(() -> replicators.checkReplicator(peerId(other.member()), true));
              }
            }));
  }

  @Override
  public Object invokeSync(
      Endpoint endpoint, Object request, @Nullable InvokeContext context, long timeoutMs)
      throws RemotingException {
    throw new RemotingException("there is no link to " + endpoint);
  }

  @Override
  public void invokeAsync(
      Endpoint endpoint,
      Object request,
      @Nullable InvokeContext context,
      InvokeCallback callback,
      long timeoutMs)
      throws RemotingException {
    if (peers.isEmpty()) {
      throw new RemotingException("no peer at " + endpoint);
    }
    byte[] question = RaftMessages.encode((Message) request);
    peers
        .get()
        .call(member(endpoint), Topic.RAFT, question, Duration.ofMillis(timeoutMs))
        .whenComplete((answer, thrown) -> answered(callback, answer, thrown));
  }

  private static void answered(
      InvokeCallback callback, byte @Nullable [] answer, @Nullable Throwable thrown) {
    Executor executor = callback.executor();
    Runnable completion = () -> complete(callback, answer, thrown);
    if (executor == null) {
      completion.run();
    } else {
      executor.execute(completion);
    }
  }

  /** JRaft waits for every call to complete, so an answer of a newer version is a failure. */
  private static void complete(
      InvokeCallback callback, byte @Nullable [] answer, @Nullable Throwable thrown) {
    Message message = null;
    Throwable failure = thrown;
    try {
      message = answer == null ? null : RaftMessages.decode(answer);
    } catch (IllegalArgumentException e) {
      failure = e;
    }
    callback.complete(message, failure);
  }

  static Member member(Endpoint endpoint) {
    return new Member(endpoint.getIp(), endpoint.getPort());
  }

  static PeerId peerId(Member member) {
    return new PeerId(member.host(), member.port());
  }
}
