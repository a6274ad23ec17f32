package io.divan.domain.tx;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.kernel.session.SessionId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResourceManagersTest {
  private static final String DB = "jdbc:x";
  private static final ClientId ANN = new ClientId("shop", "10.0.0.1", 1001);
  private static final ClientId ANN_AGAIN = new ClientId("shop", "10.0.0.1", 1002);
  private static final ClientId BEN = new ClientId("shop", "10.0.0.2", 1001);
  private static final ClientId OTHER = new ClientId("stock", "10.0.0.3", 1001);

  private final ResourceManagers all = new ResourceManagers();

  @Test
  void theConnectionThatRegisteredTheBranchComesFirst() {
    register(1, ANN);
    register(2, ANN_AGAIN);
    assertThat(all.choose(branch(BranchKind.AT, ANN))).contains(session(1));
  }

  @Test
  void thenTheSameProcessThenTheSameApplicationThenForRowImagesAnybody() {
    register(4, OTHER);
    assertThat(all.choose(branch(BranchKind.AT, ANN))).contains(session(4));
    assertThat(all.choose(branch(BranchKind.TCC, ANN))).isEmpty();
    register(3, BEN);
    assertThat(all.choose(branch(BranchKind.TCC, ANN))).contains(session(3));
    register(2, ANN_AGAIN);
    assertThat(all.choose(branch(BranchKind.TCC, ANN))).contains(session(2));
  }

  @Test
  void whoeverHasGoneIsNotAsked() {
    register(1, ANN);
    all.remove(session(1));
    assertThat(all.choose(branch(BranchKind.AT, ANN))).isEmpty();
    assertThat(all.oneForEach()).isEmpty();
  }

  @Test
  void resourcesAddUp() {
    register(1, ANN);
    all.register(session(1), ANN, Set.of("jdbc:y"));
    assertThat(all.overview()).containsOnlyKeys(DB, "jdbc:y");
  }

  private void register(long number, ClientId client) {
    all.register(session(number), client, Set.of(DB));
  }

  private static SessionId session(long number) {
    return new SessionId(1, number);
  }

  private static Branch branch(BranchKind kind, ClientId client) {
    return new Branch(1, kind, DB, client, "", "", BranchState.REGISTERED);
  }
}
