package io.divan.kernel.log;

import com.alipay.sofa.jraft.option.NodeOptions;
import io.divan.kernel.peer.Peers;
import java.util.Optional;

/** JRaft's options of a node, which also carry the link to its network client. */
final class GroupOptions extends NodeOptions {
  private final Optional<Peers> peers;

  /**
   * @param peers nobody for a group of one
   */
  GroupOptions(Optional<Peers> peers) {
    this.peers = peers;
  }

  Optional<Peers> peers() {
    return peers;
  }
}
