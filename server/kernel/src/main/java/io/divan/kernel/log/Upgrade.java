package io.divan.kernel.log;

import io.divan.kernel.peer.Introduction;
import io.divan.kernel.peer.Member;
import io.divan.kernel.peer.Peers;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises the feature level once every member has said that it understands more. While an older
 * version is among them, or one is away, nothing is proposed that it could not read.
 */
final class Upgrade implements Peers.Watcher {
  private static final Logger log = LoggerFactory.getLogger(Upgrade.class);

  private final GroupMember group;
  private final Peers peers;
  private final Executor aside;
  private final IntSupplier level;
  private final IntConsumer raise;

  /**
   * @param level the one that has been reached
   * @param raise proposes another
   */
  Upgrade(GroupMember group, Peers peers, Executor aside, IntSupplier level, IntConsumer raise) {
    this.group = group;
    this.peers = peers;
    this.aside = aside;
    this.level = level;
    this.raise = raise;
    peers.watch(this);
  }

  @Override
  public void up(Introduction member) {
    check();
  }

  /** To be called when this node begins to lead, and when the members change. */
  void check() {
    aside.execute(() -> {
      int common = understoodByAll();
      if (group.leads() && common > level.getAsInt()) {
        log.info("Every member understands level {} now: was={}", common, level.getAsInt());
        raise.accept(common);
      }
    });
  }

  private int understoodByAll() {
    return group.members().stream().mapToInt(this::understoodBy).min().orElse(FeatureLevel.FIRST);
  }

  private int understoodBy(Member member) {
    if (member.equals(group.self())) {
      return FeatureLevel.SUPPORTED;
    }
    return peers.isUp(member) ? peers.heardFrom(member).map(Introduction::features).orElse(0) : 0;
  }
}
