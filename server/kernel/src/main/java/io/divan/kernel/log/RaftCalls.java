package io.divan.kernel.log;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.rpc.Connection;
import com.alipay.sofa.jraft.rpc.RaftServerService;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowResponse;
import com.alipay.sofa.jraft.rpc.RpcResponseClosureAdapter;
import com.alipay.sofa.jraft.storage.FileService;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;
import com.google.protobuf.Message;
import io.divan.kernel.peer.Member;
import io.divan.kernel.peer.Service;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What other members ask of JRaft here, handed to its node. */
final class RaftCalls implements Service {
  private final RaftServerService node;

  RaftCalls(RaftServerService node) {
    this.node = node;
  }

  @Override
  public CompletableFuture<byte[]> serve(Member from, byte[] question) {
    var answer = new CompletableFuture<byte[]>();
    Message asked = RaftMessages.decode(question);
    Message now = ask(asked, new ToMember(from, answer));
    if (now != null) {
      answer.complete(RaftMessages.encode(now));
    }
    return answer;
  }

  /** The answer, or null if it comes later. */
  private @Nullable Message ask(Message asked, RpcContext later) {
    return switch (asked) {
      case RequestVoteRequest vote ->
          vote.getPreVote() ? node.handlePreVoteRequest(vote) : node.handleRequestVoteRequest(vote);
      case AppendEntriesRequest append ->
          node.handleAppendEntriesRequest(
              append, new RpcRequestClosure(later, AppendEntriesResponse.getDefaultInstance()));
      case InstallSnapshotRequest install ->
          node.handleInstallSnapshot(
              install, new RpcRequestClosure(later, InstallSnapshotResponse.getDefaultInstance()));
      case TimeoutNowRequest now ->
          node.handleTimeoutNowRequest(
              now, new RpcRequestClosure(later, TimeoutNowResponse.getDefaultInstance()));
      case ReadIndexRequest read -> {
        node.handleReadIndexRequest(read, new ReadIndexAnswer(later));
        yield null;
      }
      case GetFileRequest file ->
          FileService.getInstance()
              .handleGetFile(
                  file, new RpcRequestClosure(later, GetFileResponse.getDefaultInstance()));
      default -> throw new IllegalArgumentException("not asked of a member: " + asked.getClass());
    };
  }

  private static final class ReadIndexAnswer extends RpcResponseClosureAdapter<ReadIndexResponse> {
    private final RpcContext later;

    ReadIndexAnswer(RpcContext later) {
      this.later = later;
    }

    @Override
    public void run(Status status) {
      later.sendResponse(
          getResponse() != null
              ? getResponse()
              : RpcFactoryHelper.responseFactory()
                  .newResponse(ReadIndexResponse.getDefaultInstance(), status));
    }
  }

  /** Where an answer that comes later goes. */
  private record ToMember(Member from, CompletableFuture<byte[]> answer) implements RpcContext {
    @Override
    public void sendResponse(Object response) {
      answer.complete(RaftMessages.encode((Message) response));
    }

    @Override
    public @Nullable Connection getConnection() {
      return null;
    }

    @Override
    public String getRemoteAddress() {
      return from.toString();
    }
  }
}
