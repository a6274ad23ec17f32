package io.divan.protocol.hessian;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.protocol.hessian.Sample.Account;
import io.divan.protocol.hessian.Sample.Everything;
import io.divan.protocol.hessian.Sample.Kind;
import io.divan.protocol.hessian.Sample.Money;
import io.divan.protocol.hessian.Sample.Node;
import io.divan.protocol.hessian.Sample.Refused;
import io.divan.protocol.hessian.Sample.Service;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our codec against the one the peers use.
 *
 * <p>Source: com.alipay.sofa:hessian 3.5.6, run beside ours.
 */
class HessianDifferentialTest {
  private final Codec codec =
      new Codec(HessianTypes.builder().allowSignaturesOf(Service.class).allow(Kind.class).build());

  static List<Object> values() {
    return Sample.values();
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueHasTheSameBytes(Object value) {
    assertThat(codec.write(value)).isEqualTo(Codec.libraryWrites(value));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueOfTheLibraryIsRead(Object value) {
    assertThat(codec.read(Codec.libraryWrites(value))).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("values")
  void theLibraryReadsAValueOfOurs(Object value) {
    assertThat(Codec.libraryReads(codec.write(value))).isEqualTo(value);
  }

  @Test
  void aBeanHasTheSameBytesAndContents() {
    Account account = new Account("Ann");
    byte[] ours = codec.write(account);
    assertThat(ours).isEqualTo(Codec.libraryWrites(account));
    assertThat(codec.read(ours)).isEqualTo(account);
    assertThat(Codec.libraryReads(ours)).isEqualTo(account);
  }

  @Test
  void nestedCollectionsAndArraysOfAllKindsHaveTheSameBytesAndContents() {
    Everything everything = new Everything();
    byte[] ours = codec.write(everything);
    assertThat(ours).isEqualTo(Codec.libraryWrites(everything));
    assertThat(codec.read(ours)).usingRecursiveComparison().isEqualTo(everything);
    assertThat(Codec.libraryReads(ours)).usingRecursiveComparison().isEqualTo(everything);
  }

  @Test
  void sharedAndCyclicObjectsStaySo() {
    Node first = new Node();
    first.self = first;
    first.next = new Node();
    first.next.next = first;
    first.children.add(first.next);
    first.children.add(first.next);
    byte[] ours = codec.write(first);
    assertThat(ours).isEqualTo(Codec.libraryWrites(first));
    Node read = codec.read(Node.class, ours);
    assertThat(read.self).isSameAs(read);
    assertThat(read.next).extracting(next -> next.next).isSameAs(read);
    assertThat(read.children).hasSize(2).allMatch(child -> child == read.next);
  }

  @Test
  void severalValuesOfAMessageShareReferencesAndDefinitions() {
    Money coin = new Money("EUR", 5);
    List<Money> purse = new ArrayList<>(List.of(coin, new Money("EUR", 6), coin));
    String[] names = {"a"};
    byte[] ours = codec.write(purse, coin, names, new String[] {"b"}, Kind.PLAIN, Kind.PLAIN);
    assertThat(ours)
        .isEqualTo(
            Codec.libraryWrites(purse, coin, names, new String[] {"b"}, Kind.PLAIN, Kind.PLAIN));
    HessianReader in = codec.reader(ours);
    assertThat(in.read()).isEqualTo(purse);
    assertThat(in.read()).isEqualTo(coin);
    assertThat((String[]) in.read()).containsExactly("a");
    assertThat((String[]) in.read()).containsExactly("b");
    assertThat(in.read()).isEqualTo(Kind.PLAIN);
    assertThat(in.read()).isEqualTo(Kind.PLAIN);
    assertThat(in.isDrained()).isTrue();
  }

  @Test
  void moreObjectsThanFewKeepTheirIdentity() {
    List<Money> coins = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      coins.add(new Money("EUR", i));
    }
    coins.addAll(new ArrayList<>(coins));
    byte[] ours = codec.write(coins);
    assertThat(ours).isEqualTo(Codec.libraryWrites(coins));
    List<?> read = codec.read(List.class, ours);
    assertThat(read).hasSize(1400);
    assertThat(read.get(699)).isSameAs(read.get(1399));
  }

  @Test
  void anExceptionKeepsMessageCauseStackAndFields() {
    Refused thrown = new Refused("no", 17);
    thrown.initCause(new IllegalStateException("closed"));
    for (byte[] bytes : List.of(codec.write(thrown), Codec.libraryWrites(thrown))) {
      Refused read = codec.read(Refused.class, bytes);
      assertThat(read).hasMessage("no");
      assertThat(read.code()).isEqualTo(17);
      assertThat(read.getCause()).isInstanceOf(IllegalStateException.class).hasMessage("closed");
      assertThat(read.getStackTrace()[0]).hasToString(thrown.getStackTrace()[0].toString());
    }
  }

  /** With a cause it fails on a JDK since 17, which it then gives to constructor and initCause. */
  @Test
  void theLibraryReadsAnExceptionWithoutCause() {
    Throwable theirs = (Throwable) Codec.libraryReads(codec.write(new Refused("no", 17)));
    assertThat(theirs).isInstanceOf(Refused.class).hasMessage("no");
  }

  @Test
  void viewsAndImmutableCollectionsArriveAsPlainOnes() {
    List<Object> views =
        List.of(
            Arrays.asList(1, 2),
            List.of(1),
            List.of(1, 2, 3),
            Collections.unmodifiableSet(new LinkedHashSet<>(List.of(1, 2))),
            Map.of("a", 1),
            Collections.unmodifiableList(new ArrayList<>(List.of(1))),
            Collections.unmodifiableMap(new HashMap<>(Map.of("a", 1))),
            Collections.unmodifiableSet(new HashSet<>(List.of("a"))),
            Collections.singletonList(1),
            Collections.emptyMap(),
            Collections.emptyList(),
            List.of(1, 2, 3).subList(0, 2),
            new ArrayList<>(List.of(1, 2, 3)).subList(1, 2),
            new LinkedHashMap<>(Map.of("a", 1)).values().stream().toList());
    for (Object view : views) {
      assertThat(codec.read(codec.write(view))).isEqualTo(view);
      assertThat(codec.read(Codec.libraryWrites(view))).isEqualTo(view);
      assertThat(Codec.libraryReads(codec.write(view))).isEqualTo(view);
    }
  }

  @Test
  void randomTreesOfValuesHaveTheSameBytesAndContents() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      Object tree = randomValue(random, 4);
      byte[] ours = codec.write(tree);
      assertThat(ours).as("seed %d, tree %d", seed, i).isEqualTo(Codec.libraryWrites(tree));
      assertThat(codec.read(ours)).as("seed %d, tree %d", seed, i).isEqualTo(tree);
    }
  }

  private static Object randomValue(Random random, int depth) {
    int kind = random.nextInt(depth > 0 ? 10 : 7);
    return switch (kind) {
      case 0 -> random.nextInt() >> random.nextInt(32);
      case 1 -> random.nextLong() >> random.nextInt(64);
      case 2 -> random.nextBoolean() ? (double) random.nextInt(40_000) : random.nextGaussian();
      case 3 -> randomString(random);
      case 4 -> new Money(randomString(random), random.nextLong());
      case 5 -> random.nextBoolean() ? Kind.PLAIN : Kind.FANCY;
      case 6 -> new java.math.BigDecimal(random.nextInt()).movePointLeft(random.nextInt(5));
      case 7 -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
          list.add(randomValue(random, depth - 1));
        }
        yield list;
      }
      case 8 -> {
        Map<Object, Object> map = new HashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
          map.put(randomString(random), randomValue(random, depth - 1));
        }
        yield map;
      }
      default -> {
        LinkedHashSet<Object> set = new LinkedHashSet<>();
        for (int i = random.nextInt(6); i > 0; i--) {
          set.add(randomString(random));
        }
        yield set;
      }
    };
  }

  private static String randomString(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(50); i > 0; i--) {
      text.append((char) (random.nextInt(8) == 0 ? random.nextInt(0xd000) : 'a' + i % 26));
    }
    return text.toString();
  }
}
