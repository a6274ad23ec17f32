package io.divan.domain.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.domain.registry.Presence.Owned;
import io.divan.domain.registry.Presence.Registration;
import io.divan.kernel.session.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final ServiceKey SHOP = ServiceKey.of("", "G", "shop");
  private static final ServiceKey BANK = ServiceKey.of("", "G", "bank");
  private static final SessionId ANN = new SessionId(1, 1);
  private static final SessionId BEN = new SessionId(2, 1);

  private final Presence presence = new Presence();

  private static Instance instance(int port) {
    return new Instance(
        new Endpoint("10.0.0.1", port, "DEFAULT"), 1, true, true, true, Map.of("k", "v"), "");
  }

  @Test
  void aNewerVersionReplacesAllOfItsOwner() {
    Owned first = Owned.nothing(ANN).with(SHOP, List.of(instance(1)));
    Owned second = first.with(SHOP, List.of()).with(BANK, List.of(instance(2)));

    assertThat(presence.accept(first)).containsExactly(SHOP);
    assertThat(presence.accept(second)).containsExactlyInAnyOrder(SHOP, BANK);
    assertThat(presence.of(SHOP)).isEmpty();
    assertThat(presence.of(BANK)).containsExactly(new Registration(ANN, List.of(instance(2))));
  }

  @Test
  void anOlderVersionThatArrivesLateChangesNothing() {
    Owned first = Owned.nothing(ANN).with(SHOP, List.of(instance(1)));
    Owned second = first.with(SHOP, List.of(instance(2)));
    presence.accept(second);

    assertThat(presence.accept(first)).isEmpty();
    assertThat(presence.accept(second)).isEmpty();
    assertThat(presence.of(SHOP)).containsExactly(new Registration(ANN, List.of(instance(2))));
  }

  @Test
  void theSameAgainChangesNoService() {
    presence.accept(Owned.nothing(ANN).with(SHOP, List.of(instance(1))));
    assertThat(presence.accept(presence.of(ANN).with(SHOP, List.of(instance(1))))).isEmpty();
    assertThat(presence.of(ANN).version()).isEqualTo(2);
  }

  @Test
  void ownersOfOneServiceDoNotTouchEachOther() {
    presence.accept(Owned.nothing(ANN).with(SHOP, List.of(instance(1))));
    presence.accept(Owned.nothing(BEN).with(SHOP, List.of(instance(2))));

    assertThat(presence.remove(ANN)).containsExactly(SHOP);
    assertThat(presence.of(SHOP)).containsExactly(new Registration(BEN, List.of(instance(2))));
    assertThat(presence.remove(ANN)).isEmpty();
  }

  @Test
  void nothingIsLeftOfOwnersThatAreGone() {
    presence.accept(
        Owned.nothing(ANN).with(SHOP, List.of(instance(1), instance(2))).with(BANK, List.of()));
    assertThat(presence.bytes()).isPositive();
    presence.remove(ANN);
    assertThat(presence.bytes()).isZero();
    assertThat(presence.knows(ANN)).isFalse();
  }

  @Test
  void copiesInAnyOrderEndInTheSameState() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    List<Owned> versions = new ArrayList<>();
    Owned ann = Owned.nothing(ANN);
    for (int i = 0; i < 30; i++) {
      ServiceKey service = random.nextBoolean() ? SHOP : BANK;
      ann = ann.with(service, random.nextInt(3) == 0 ? List.of() : List.of(instance(i)));
      versions.add(ann);
    }
    for (int i = 0; i < 200; i++) {
      presence.accept(versions.get(random.nextInt(versions.size())));
    }
    presence.accept(ann);
    presence.accept(versions.getFirst());

    var direct = new Presence();
    direct.accept(ann);
    assertThat(presence.of(SHOP)).as("seed %d", seed).isEqualTo(direct.of(SHOP));
    assertThat(presence.of(BANK)).as("seed %d", seed).isEqualTo(direct.of(BANK));
    assertThat(presence.bytes()).as("seed %d", seed).isEqualTo(direct.bytes());
  }
}
