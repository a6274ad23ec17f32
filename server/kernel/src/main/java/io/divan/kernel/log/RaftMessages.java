package io.divan.kernel.log;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowResponse;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * JRaft's messages as they travel on the link: one byte that says which, then the message. The
 * numbers never change.
 */
final class RaftMessages {
  private static final List<Message> KINDS =
      List.of(
          ErrorResponse.getDefaultInstance(),
          RequestVoteRequest.getDefaultInstance(),
          RequestVoteResponse.getDefaultInstance(),
          AppendEntriesRequest.getDefaultInstance(),
          AppendEntriesResponse.getDefaultInstance(),
          InstallSnapshotRequest.getDefaultInstance(),
          InstallSnapshotResponse.getDefaultInstance(),
          TimeoutNowRequest.getDefaultInstance(),
          TimeoutNowResponse.getDefaultInstance(),
          ReadIndexRequest.getDefaultInstance(),
          ReadIndexResponse.getDefaultInstance(),
          GetFileRequest.getDefaultInstance(),
          GetFileResponse.getDefaultInstance());

  private RaftMessages() {}

  static byte[] encode(Message message) {
    byte[] bytes = new byte[1 + message.getSerializedSize()];
    bytes[0] = number(message);
    try {
      message.writeTo(CodedOutputStream.newInstance(bytes, 1, bytes.length - 1));
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte number(Message message) {
    for (int i = 0; i < KINDS.size(); i++) {
      if (KINDS.get(i).getClass() == message.getClass()) {
        return (byte) i;
      }
    }
    throw new IllegalArgumentException("no message of consensus: " + message.getClass());
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Message decode(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] < 0 || bytes[0] >= KINDS.size()) {
      throw new IllegalArgumentException("an unknown message of consensus");
    }
    try {
      return KINDS.get(bytes[0]).getParserForType().parseFrom(bytes, 1, bytes.length - 1);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
