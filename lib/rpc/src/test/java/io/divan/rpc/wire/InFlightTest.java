package io.divan.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.protocol.bolt.BoltResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight inFlight = new InFlight(8);

  private static final class Nothing extends Exchange {
    Nothing() {
      super(0);
    }

    @Override
    protected boolean isWatched() {
      return false;
    }

    @Override
    protected void answered(BoltResponse response) {}

    @Override
    protected void expired() {}

    @Override
    protected void lost(String why) {}
  }

  @Test
  void anExchangeEndsOnce() {
    Exchange exchange = new Nothing();
    assertThat(inFlight.add(exchange)).isTrue();
    assertThat(inFlight.count()).isEqualTo(1);
    assertThat(inFlight.remove(exchange.id())).isSameAs(exchange);
    assertThat(inFlight.remove(exchange.id())).isNull();
    assertThat(inFlight.remove(exchange)).isFalse();
    assertThat(inFlight.count()).isZero();
  }

  @Test
  void anAnswerToAnEarlierUserOfTheSlotEndsNobody() {
    Exchange first = new Nothing();
    inFlight.add(first);
    inFlight.remove(first);
    Exchange second = new Nothing();
    for (int i = 0; i < 8; i++) {
      inFlight.add(second);
      if (i < 7) {
        inFlight.remove(second);
      }
    }
    assertThat(second.id() & 7).isEqualTo(first.id() & 7);
    assertThat(inFlight.remove(first.id())).isNull();
    assertThat(inFlight.remove(second.id())).isSameAs(second);
  }

  @Test
  void aLongCallStandsInNobodysWayAndAFullRingTakesNoMore() {
    Exchange slow = new Nothing();
    inFlight.add(slow);
    for (int i = 0; i < 100; i++) {
      Exchange quick = new Nothing();
      assertThat(inFlight.add(quick)).isTrue();
      inFlight.remove(quick);
    }
    List<Exchange> others = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      others.add(new Nothing());
      assertThat(inFlight.add(others.get(i))).isTrue();
    }
    assertThat(inFlight.add(new Nothing())).isFalse();
    Set<Integer> ids = new HashSet<>();
    inFlight.forEach(exchange -> ids.add(exchange.id()));
    assertThat(ids).hasSize(8).contains(slow.id());
  }
}
