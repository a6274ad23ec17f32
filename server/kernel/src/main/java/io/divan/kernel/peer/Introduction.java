package io.divan.kernel.peer;

import com.google.protobuf.InvalidProtocolBufferException;
import io.divan.kernel.failure.Failure;
import io.divan.kernel.failure.Failure.Kind;
import io.divan.kernel.peer.wire.Hello;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node says of itself when a link opens.
 *
 * @param cluster the cluster's identity
 * @param incarnation names the process
 * @param founders the processes that founded the cluster together; empty while the node is empty
 * @param features the newest feature level of the log that the node understands
 */
public record Introduction(
    String cluster, Member member, long incarnation, Map<Member, Long> founders, int features) {
  private static final int VERSION = 1;
  private static final int BEFORE_IT_WAS_SAID = 1;

  /** Whether the node holds data of the cluster. */
  public boolean isFounded() {
    return !founders.isEmpty();
  }

  byte[] encode() {
    var hello =
        Hello.newBuilder()
            .setVersion(VERSION)
            .setCluster(cluster)
            .setMember(member.toString())
            .setIncarnation(incarnation)
            .setFeatures(features);
    founders.forEach((founder, process) -> hello.putFounders(founder.toString(), process));
    return hello.build().toByteArray();
  }

  /**
   * Reads what another node says.
   *
   * @throws Failure if it cannot be understood, or belongs elsewhere
   */
  static Introduction decode(byte[] bytes, String cluster) {
    try {
      Hello hello = Hello.parseFrom(bytes);
      if (hello.getVersion() > VERSION) {
        throw refusal("speaks version " + hello.getVersion() + " of the link, unknown here");
      }
      if (!hello.getCluster().equals(cluster)) {
        throw refusal("belongs to another cluster (" + hello.getCluster() + "): see cluster.name");
      }
      Map<Member, Long> founders = new TreeMap<>();
      hello.getFoundersMap().forEach((member, id) -> founders.put(Member.parse(member), id));
      return new Introduction(
          cluster,
          Member.parse(hello.getMember()),
          hello.getIncarnation(),
          founders,
          Math.max(hello.getFeatures(), BEFORE_IT_WAS_SAID));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw refusal("said something unreadable: " + e.getMessage());
    }
  }

  private static Failure refusal(String what) {
    return Failure.of(Kind.USER, "peer.refused", "A node on the link " + what + ".");
  }
}
