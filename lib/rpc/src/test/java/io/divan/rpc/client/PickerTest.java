package io.divan.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.protocol.hessian.HessianTypes;
import io.divan.rpc.ServiceName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PickerTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;

  private final SplittableRandom random = new SplittableRandom(7);

  /** A server as a test wants it. */
  private record Fake(String name, int weight, double part, double cost, int inFlight)
      implements Candidate {
    static Fake of(String name) {
      return new Fake(name, 100, 1, 1, 0);
    }

    Fake weight(int newWeight) {
      return new Fake(name, newWeight, part, cost, inFlight);
    }

    Fake part(double newPart) {
      return new Fake(name, weight, newPart, cost, inFlight);
    }

    Fake cost(double newCost) {
      return new Fake(name, weight, part, newCost, inFlight);
    }

    Fake inFlight(int calls) {
      return new Fake(name, weight, part, cost, calls);
    }

    Fake gone() {
      return new Fake(name, weight, 0, NEVER, 0);
    }
  }

  private static final MethodPlan PLAN =
      new MethodPlan(
          ServiceName.of("S"),
          "m",
          new String[0],
          HessianTypes.JDK,
          Object.class,
          false,
          1,
          false,
          0,
          Map.of());

  private static ClientCall call(Object... arguments) {
    return new ClientCall(PLAN, arguments, CallKind.SYNC, 1_000_000_000);
  }

  private Map<String, Integer> pick(Balancing how, int times, Fake... fakes) {
    Picker<Fake> picker = Picker.of(how, List.of(fakes), random);
    Map<String, Integer> picked = new HashMap<>();
    for (int i = 0; i < times; i++) {
      Fake fake = picker.pick(call("key " + i), null);
      picked.merge(fake == null ? "nobody" : fake.name(), 1, Integer::sum);
    }
    return picked;
  }

  @ParameterizedTest
  @EnumSource
  void equalServersGetEqualShares(Balancing how) {
    Map<String, Integer> picked = pick(how, 30_000, Fake.of("a"), Fake.of("b"), Fake.of("c"));
    double tolerance = how == Balancing.CONSISTENT_HASH ? 0.25 : 0.05;
    assertThat(picked).hasSize(3);
    assertThat(picked.values())
        .allMatch(n -> Math.abs(n - 10_000) < 10_000 * tolerance, "shares " + picked);
  }

  @ParameterizedTest
  @EnumSource
  void whoHasNoWeightOrTakesNoCallsGetsNone(Balancing how) {
    assertThat(pick(how, 2_000, Fake.of("a"), Fake.of("off").weight(0), Fake.of("away").part(0)))
        .containsOnlyKeys("a");
    assertThat(pick(how, 200, Fake.of("a").gone(), Fake.of("b").gone(), Fake.of("c").weight(1)))
        .containsOnlyKeys("c");
  }

  @ParameterizedTest
  @EnumSource
  void ifNobodyTakesCallsTheLeastBadThatCanBeReachedDoes(Balancing how) {
    assertThat(
            pick(
                how,
                50,
                Fake.of("gone").gone(),
                Fake.of("draining").part(0).cost(1e18),
                Fake.of("away").part(0).cost(1e17)))
        .containsOnlyKeys("away");
    assertThat(pick(how, 5, Fake.of("a").gone(), Fake.of("b").gone())).containsOnlyKeys("nobody");
    assertThat(pick(how, 5, Fake.of("a").gone())).containsOnlyKeys("nobody");
    assertThat(pick(how, 5)).containsOnlyKeys("nobody");
    assertThat(pick(how, 100, Fake.of("a").weight(0), Fake.of("b").weight(0)))
        .doesNotContainKey("nobody");
  }

  @ParameterizedTest
  @EnumSource
  void whoHasJustFailedACallDoesNotGetItAgain(Balancing how) {
    Fake a = Fake.of("a");
    Fake b = Fake.of("b").cost(50).inFlight(9);
    Picker<Fake> picker = Picker.of(how, List.of(a, b), random);
    for (int i = 0; i < 50; i++) {
      assertThat(picker.pick(call(i), a)).isEqualTo(b);
    }
    assertThat(Picker.of(how, List.of(a), random).pick(call(1), a)).isEqualTo(a);
  }

  @ParameterizedTest
  @EnumSource(names = {"LEAST_COST", "RANDOM", "ROUND_ROBIN"})
  void weightsDecideHowOftenAServerIsDrawn(Balancing how) {
    Map<String, Integer> picked =
        pick(how, 21_000, Fake.of("a"), Fake.of("b"), Fake.of("light").weight(10));
    assertThat(picked.get("light")).isBetween(700, 2_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"LEAST_COST", "RANDOM", "ROUND_ROBIN"})
  void whoComesBackGetsAPartOfItsShare(Balancing how) {
    Map<String, Integer> picked =
        pick(how, 21_000, Fake.of("a"), Fake.of("b"), Fake.of("back").part(0.1));
    assertThat(picked.get("back")).isBetween(600, 2_100);
  }

  @Test
  void theCheaperOfTwoIsChosenAndTheDearestNever() {
    Map<String, Integer> picked =
        pick(
            Balancing.LEAST_COST,
            3_000,
            Fake.of("a").cost(1),
            Fake.of("b").cost(2),
            Fake.of("c").cost(3));
    assertThat(picked).doesNotContainKey("c");
    assertThat(picked.get("a")).isGreaterThan(1_900);
  }

  @Test
  void theLeastActiveForItsWeightIsChosen() {
    assertThat(
            pick(
                Balancing.LEAST_ACTIVE,
                100,
                Fake.of("a").inFlight(3),
                Fake.of("b").inFlight(2),
                Fake.of("strong").weight(400).inFlight(6)))
        .containsOnlyKeys("strong");
  }

  @Test
  void aScheduleIsAsEvenAsItsWeightsAllow() {
    assertThat(RoundRobin.schedule(new int[] {500, 100, 100}))
        .containsExactly(0, 0, 1, 0, 2, 0, 0); // nginx's own example
    assertThat(RoundRobin.schedule(new int[] {100, 100})).hasSize(2);
    assertThat(RoundRobin.schedule(new int[] {0, 7})).containsOnly(1);
    int[] uneven = RoundRobin.schedule(new int[] {999_983, 1, 999_979});
    assertThat(uneven.length).isLessThan(1_100);
    assertThat(Arrays.stream(uneven).filter(i -> i == 1).count()).isEqualTo(1);
  }

  @Test
  void aKeyStaysWithItsServerWhenOthersComeAndGo() {
    List<Fake> ten = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ten.add(Fake.of("10.0.0." + i + ":12200"));
    }
    Picker<Fake> before = Picker.of(Balancing.CONSISTENT_HASH, List.copyOf(ten), random);
    Picker<Fake> after = Picker.of(Balancing.CONSISTENT_HASH, ten.subList(0, 9), random);
    int moved = 0;
    for (int i = 0; i < 10_000; i++) {
      Fake first = before.pick(call("account-" + i), null);
      Fake second = after.pick(call("account-" + i), null);
      assertThat(before.pick(call("account-" + i, "other"), null)).isEqualTo(first);
      boolean mustMove = ten.get(9).equals(first);
      moved += !mustMove && !String.valueOf(first).equals(String.valueOf(second)) ? 1 : 0;
    }
    assertThat(moved).isZero();
  }

  @Test
  void aServerWithMoreThanItsShareUnderWayPassesKeysOn() {
    Picker<Fake> busy =
        Picker.of(
            Balancing.CONSISTENT_HASH,
            List.of(Fake.of("a").inFlight(100), Fake.of("b"), Fake.of("c")),
            random);
    for (int i = 0; i < 200; i++) {
      assertThat(busy.pick(call(i), null)).isNotEqualTo(Fake.of("a").inFlight(100));
    }
  }
}
