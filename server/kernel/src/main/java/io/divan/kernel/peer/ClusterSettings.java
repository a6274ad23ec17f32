package io.divan.kernel.peer;

import io.divan.kernel.settings.Setting;
import java.util.List;
import java.util.Optional;

/** Who the members of the cluster are; a server without members is alone and opens no port. */
public record ClusterSettings(
    @Setting(
            doc =
                "Every member as host:port, this one among them, the same on all. Empty for a"
                    + " single server.")
        List<String> members,
    @Setting(
            doc =
                "Which of the members this server is: its host:port, or its host where that is"
                    + " enough.")
        Optional<String> node,
    @Setting(
            doc =
                "Known to all members and nobody else: at least 32 characters. `divan cluster"
                    + " secret` makes one.",
            secret = true)
        Optional<String> secret,
    @Setting(doc = "Tells clusters apart whose members could reach each other.", def = "divan")
        String name,
    @Setting(
            doc =
                "This server is empty and joins a cluster that runs; it waits until `divan cluster"
                    + " add` takes it in.",
            def = "false")
        boolean join) {
  private static final int SHORTEST_SECRET = 32;

  public ClusterSettings {
    if (members.isEmpty()) {
      if (join || node.isPresent()) {
        throw new IllegalArgumentException("cluster.node and cluster.join need cluster.members");
      }
    } else {
      if (secret.isEmpty()) {
        throw new IllegalArgumentException(
            "a cluster needs cluster.secret (environment DIVAN_CLUSTER_SECRET); `divan cluster"
                + " secret` makes one");
      }
      if (secret.get().length() < SHORTEST_SECRET) {
        throw new IllegalArgumentException(
            "cluster.secret is shorter than " + SHORTEST_SECRET + " characters");
      }
      self(Member.parseAll(members), node);
    }
  }

  /** Whether there are other members at all. */
  public boolean isCluster() {
    return !members.isEmpty();
  }

  /** The members, in their order. */
  public List<Member> all() {
    return Member.parseAll(members);
  }

  /** This server among them. */
  public Member self() {
    return self(all(), node);
  }

  /** The secret; only asked of a cluster. */
  String sharedSecret() {
    return secret.orElseThrow();
  }

  private static Member self(List<Member> all, Optional<String> node) {
    String name =
        node.orElseThrow(
            () -> new IllegalArgumentException("cluster.node says which of the members this is"));
    List<Member> named =
        all.stream().filter(m -> m.toString().equals(name) || m.host().equals(name)).toList();
    if (named.size() != 1) {
      throw new IllegalArgumentException(
          "cluster.node = \""
              + name
              + "\" names "
              + (named.isEmpty() ? "none" : "several")
              + " of cluster.members ("
              + all
              + ")");
    }
    return named.getFirst();
  }
}
