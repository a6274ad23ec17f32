package io.divan.protocol.hessian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.divan.protocol.hessian.Sample.Account;
import io.divan.protocol.hessian.Sample.Circle;
import io.divan.protocol.hessian.Sample.Figure;
import io.divan.protocol.hessian.Sample.Kind;
import io.divan.protocol.hessian.Sample.Money;
import io.divan.protocol.hessian.Sample.Point;
import io.divan.protocol.hessian.Sample.Refused;
import io.divan.protocol.hessian.Sample.Service;
import io.divan.protocol.hessian.Sample.Square;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is allowed, how it is found, and what our codec does beyond its peers'. */
class HessianTypesTest {
  private final HessianTypes types =
      HessianTypes.builder().allowSignaturesOf(Service.class).build();
  private final Codec codec = new Codec(types);

  enum Step {
    ONE {
      @Override
      int number() {
        return 1;
      }
    },
    TWO;

    int number() {
      return 2;
    }
  }

  static class Ledger extends ArrayList<Money> {
    private static final long serialVersionUID = 1L;
  }

  static class Picky implements Serializable {
    private static final long serialVersionUID = 1L;
    String text;

    Picky(String text) {
      if (text == null) {
        throw new IllegalArgumentException("text");
      }
      this.text = text;
    }
  }

  @Test
  void whatSignaturesReachIsAllowedAndNothingElse() {
    assertThat(types.allows(Account.class)).as("returned").isTrue();
    assertThat(types.allows(Money.class)).as("a type argument, and a field").isTrue();
    assertThat(types.allows(Refused.class)).as("thrown").isTrue();
    assertThat(types.allows(Kind.class)).as("a field of a field").isTrue();
    assertThat(types.allows(Money[][].class)).isTrue();
    assertThat(types.allows(Point.class)).as("reached by nothing").isFalse();
    assertThat(types.allows(Thread.class)).isFalse();
    assertThat(types.allows(Class.class)).isFalse();
    assertThat(types.allows(Runtime[].class)).isFalse();
  }

  @Test
  void anObjectThatIsNotAllowedIsNotWritten() {
    assertThatThrownBy(() -> codec.write(new ArrayList<>(List.of(new Circle(1)))))
        .isInstanceOf(ForbiddenClassException.class)
        .hasMessageContaining("Sample$Circle");
  }

  @Test
  void theSubclassesOfASealedTypeComeAlong() {
    Codec figures = new Codec(HessianTypes.builder().allow(Figure.class).build());
    Figure[] drawing = {new Circle(2), new Square(3)};
    assertThat(figures.read(Figure[].class, figures.write((Object) drawing)))
        .containsExactly(drawing);
  }

  @Test
  void recordsGoThroughTheirConstructor() {
    Codec points = new Codec(HessianTypes.builder().allow(Point.class).build());
    Point point = new Point(1, 2, null, new ArrayList<>(List.of(3)));
    assertThat(points.read(points.write(point))).isEqualTo(point);
  }

  @Test
  void aConstantWithABodyTravelsAsItsEnum() {
    Codec steps = new Codec(HessianTypes.builder().allow(Step.class).build());
    for (Step step : Step.values()) {
      assertThat(steps.read(steps.write(step))).isEqualTo(step);
    }
  }

  @Test
  void aCollectionClassOfTheApplicationKeepsItsType() {
    Codec ledgers = new Codec(HessianTypes.builder().allow(Ledger.class).build());
    Ledger ledger = new Ledger();
    ledger.add(new Money("EUR", 1));
    assertThat(ledgers.read(ledgers.write(ledger))).isEqualTo(ledger).isInstanceOf(Ledger.class);
    assertThat(Codec.libraryReads(ledgers.write(ledger))).isEqualTo(ledger);
  }

  @Test
  void valuesThePeersCannotTranslateOnToday() {
    List<Object> values =
        List.of(
            BigInteger.ZERO,
            BigInteger.TEN.pow(50).negate(),
            new BigInteger("ff00000000", 16),
            new UUID(1, -2),
            Optional.of("x"),
            Optional.empty(),
            -0.0);
    for (Object value : values) {
      assertThat(codec.read(codec.write(value))).isEqualTo(value);
    }
    assertThat(codec.read(AtomicLong.class, codec.write(new AtomicLong(5)))).hasValue(5);
    Calendar calendar = new GregorianCalendar(2026, Calendar.NOVEMBER, 21);
    assertThat(codec.read(Calendar.class, codec.write(calendar)).getTimeInMillis())
        .isEqualTo(calendar.getTimeInMillis());
  }

  @Test
  void enumCollectionsArriveAsPlainOnesInOrder() {
    assertThat(codec.read(codec.write(EnumSet.allOf(Kind.class))))
        .isEqualTo(EnumSet.allOf(Kind.class));
    Map<Kind, Integer> map = new EnumMap<>(Map.of(Kind.PLAIN, 1));
    assertThat(codec.read(codec.write(map))).isEqualTo(map);
  }

  @Test
  void aMapThatStartsWithTrueIsNotTakenForATypedOne() {
    Map<Boolean, String> map = new HashMap<>(Map.of(true, "yes"));
    assertThat(codec.read(codec.write(map))).isEqualTo(map);
    assertThat(Codec.libraryReads(codec.write(map))).isEqualTo(map);
    assertThat(codec.read(Codec.libraryWrites(map))).isEqualTo(map);
  }

  @Test
  void whatIsExpectedDecidesWhatAnUntypedListOrMapOrNumberBecomes() {
    byte[] list = codec.write(new ArrayList<>(List.of("b", "a", "b")));
    assertThat((Object) codec.read(Set.class, list))
        .isEqualTo(new LinkedHashSet<>(List.of("b", "a")));
    assertThat((Object) codec.read(SortedSet.class, list)).hasToString("[a, b]");
    assertThat(codec.read(String[].class, list)).containsExactly("b", "a", "b");
    byte[] map = codec.write(new HashMap<>(Map.of("k", 1)));
    assertThat((Object) codec.read(TreeMap.class, map)).isEqualTo(Map.of("k", 1));
    assertThat((Object) codec.read(ConcurrentHashMap.class, map)).isEqualTo(Map.of("k", 1));
    assertThat(codec.read(Short.class, codec.write(7))).isEqualTo((short) 7);
    assertThat(codec.read(Float.class, codec.write(1.5))).isEqualTo(1.5f);
    assertThat(codec.read(Long.class, codec.write(7))).isEqualTo(7L);
    assertThat(codec.read(Character.class, codec.write("c"))).isEqualTo('c');
  }

  @Test
  void aBeanMayComeAsAMapOfItsFields() {
    byte[] map = codec.write(new HashMap<>(Map.of("currency", "EUR", "cents", 5, "unknown", 1)));
    assertThat(codec.read(Money.class, map)).isEqualTo(new Money("EUR", 5));
  }

  @Test
  void fieldsTheOtherSideDoesNotKnowAreLeftOutAndMissingOnesKeepTheirDefault() {
    GenericObject newer =
        new GenericObject(Account.class.getName())
            .with("owner", "Ann")
            .with("added", new ArrayList<>(List.of(1)))
            .with("count", 3);
    Account read = codec.read(Account.class, codec.write(newer));
    Account expected = codec.read(Account.class, codec.write(newer));
    assertThat(read).isEqualTo(expected);
    assertThat(read.version).isEqualTo(7);
  }

  @Test
  void aGenericReaderTakesAnyObjectAsData() {
    Codec generic = new Codec(HessianTypes.GENERIC);
    GenericObject account = generic.read(GenericObject.class, codec.write(new Account("Ann")));
    assertThat(account.type()).isEqualTo(Account.class.getName());
    assertThat(account.get("owner")).isEqualTo("Ann");
    assertThat(account.get("coins")).isInstanceOf(List.class);
    account.with("coins", null);
    assertThat(codec.read(Account.class, generic.write(account)).version).isEqualTo(7);
  }

  @Test
  void aClassThatCannotBeCreatedIsReportedAsSuch() {
    Codec picky = new Codec(HessianTypes.builder().allow(Picky.class).build());
    assertThatThrownBy(() -> picky.read(picky.write(new Picky("x"))))
        .isInstanceOf(HessianFormatException.class)
        .hasMessageContaining("give it a constructor without parameters");
  }

  @Test
  void aCauseThatIsNotAllowedIsToldInWords() {
    Refused thrown = new Refused("no", new java.util.zip.ZipException("broken"));
    thrown.addSuppressed(new java.util.zip.ZipException("left out"));
    thrown.addSuppressed(new IllegalStateException("kept"));
    Refused read = codec.read(Refused.class, codec.write(thrown));
    assertThat(read.getCause()).isInstanceOf(RuntimeException.class);
    assertThat(read.getCause()).hasMessage("java.util.zip.ZipException: broken");
    assertThat(read.getSuppressed()).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void objectsNestedTooDeepForAnyReaderAreNotWritten() {
    Sample.Node node = new Sample.Node();
    for (int i = 0; i < 100_000; i++) {
      Sample.Node outer = new Sample.Node();
      outer.next = node;
      node = outer;
    }
    Sample.Node tooDeep = node;
    assertThatThrownBy(() -> codec.write(tooDeep)).hasMessageContaining("nest deeper than 256");
  }

  @Test
  void theSameListServesManyThreads() {
    assertThat(IntStream.range(0, 500).parallel())
        .allMatch(i -> new Account("a" + i).equals(codec.read(codec.write(new Account("a" + i)))));
  }
}
