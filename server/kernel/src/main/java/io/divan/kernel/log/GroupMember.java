package io.divan.kernel.log;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.RaftServiceFactory;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.rpc.RaftServerService;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.google.protobuf.Message;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.peer.Member;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's part in the group that keeps the log: a JRaft node, in our own terms. */
final class GroupMember {
  private static final Logger log = LoggerFactory.getLogger(GroupMember.class);

  private final String group;
  private final Member self;
  private final Node node;
  private volatile List<Member> members;

  /**
   * @param members of a group whose log is empty; nobody for one that waits to be taken in
   */
  GroupMember(String group, Member self, Collection<Member> members) {
    this.group = group;
    this.self = self;
    this.members = List.copyOf(members);
    PeerId id = LinkRpcClient.peerId(self);
    NodeManager.getInstance().addAddress(id.getEndpoint());
    this.node = RaftServiceFactory.createRaftNode(group, id);
  }

  /**
   * Opens the log and begins to take part.
   *
   * @throws Failure INTERNAL if the log cannot be opened
   */
  void open(GroupOptions options) {
    options.setInitialConf(new Configuration(members.stream().map(LinkRpcClient::peerId).toList()));
    if (!node.init(options)) {
      throw Failure.of(
          Kind.INTERNAL,
          "log.not-opened",
          "The replicated log cannot be opened; the lines above this one say why.");
    }
  }

  Member self() {
    return self;
  }

  RaftServerService calls() {
    return (RaftServerService) node;
  }

  /** Proposes an entry, if this node leads. */
  void write(byte[] entry, Closure done) {
    node.apply(new Task(ByteBuffer.wrap(entry), done));
  }

  void snapshot(Closure done) {
    node.snapshot(done);
  }

  boolean leads() {
    return node.isLeader(false);
  }

  /** Who leads, as far as this node knows. */
  Optional<Member> leader() {
    PeerId leader = node.getLeaderId();
    return leader == null || leader.isEmpty()
        ? Optional.empty()
        : Optional.of(LinkRpcClient.member(leader.getEndpoint()));
  }

  /** The members as last committed, in their order. */
  List<Member> members() {
    return members;
  }

  void members(Collection<Member> committed) {
    members = List.copyOf(new TreeSet<>(committed));
  }

  long lastIndex() {
    return node.getLastLogIndex();
  }

  /** Completes when everything committed before the call has been applied here. */
  CompletableFuture<Void> caughtUp() {
    var future = new CompletableFuture<Void>();
    node.readIndex(
        new byte[0],
        new ReadIndexClosure() {
          @Override
          public void run(Status status, long index, byte[] context) {
            finish(future, status, "log.read-index", "This node cannot tell if it is up to date");
          }
        });
    return future;
  }

  CompletableFuture<Void> add(Member member) {
    return change(done -> node.addPeer(LinkRpcClient.peerId(member), done));
  }

  CompletableFuture<Void> remove(Member member) {
    return change(done -> node.removePeer(LinkRpcClient.peerId(member), done));
  }

  CompletableFuture<Void> transferTo(Member member) {
    var future = new CompletableFuture<Void>();
    Status status = node.transferLeadershipTo(LinkRpcClient.peerId(member));
    finish(future, status, "log.transfer", "The lead cannot be handed over");
    return future;
  }

  private static CompletableFuture<Void> change(Consumer<Closure> request) {
    var future = new CompletableFuture<Void>();
    request.accept(
        status -> finish(future, status, "log.membership", "The members cannot be changed"));
    return future;
  }

  private static void finish(
      CompletableFuture<Void> future, Status status, String code, String what) {
    if (status.isOk()) {
      future.complete(null);
    } else {
      future.completeExceptionally(
          Failure.of(Kind.UNAVAILABLE, code, what + ": " + status.getErrorMsg()));
    }
  }

  /** Stands for the lead at once, without waiting for the time-out of a leader that is gone. */
  void stand(long term) {
    PeerId id = LinkRpcClient.peerId(self);
    var request =
        TimeoutNowRequest.newBuilder()
            .setGroupId(group)
            .setServerId(id.toString())
            .setPeerId(id.toString())
            .setTerm(term)
            .build();
    calls()
        .handleTimeoutNowRequest(
            request,
            new RpcRequestClosure(null) {
              @Override
              public void sendResponse(Message response) {
                log.info("Stands for the lead after term {}", term);
              }
            });
  }

  void close() {
    node.shutdown();
    try {
      node.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
