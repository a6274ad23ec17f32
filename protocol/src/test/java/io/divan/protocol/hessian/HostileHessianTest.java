package io.divan.protocol.hessian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.divan.protocol.bytes.ByteWriter;
import io.divan.protocol.bytes.MessageTooLargeException;
import io.divan.protocol.hessian.Sample.Account;
import io.divan.protocol.hessian.Sample.Everything;
import io.divan.protocol.hessian.Sample.Money;
import io.divan.protocol.hessian.Sample.Service;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader does with bytes that mean harm, or nothing. */
class HostileHessianTest {
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final Codec codec =
      new Codec(HessianTypes.builder().allowSignaturesOf(Service.class).build());

  /** Counts whatever of its code runs: initialiser, constructor, setters by reflection. */
  public static class Gadget implements Serializable {
    private static final long serialVersionUID = 1L;

    static {
      RUNS.incrementAndGet();
    }

    public String command = "none";

    public Gadget() {
      RUNS.incrementAndGet();
    }
  }

  private static final String GADGET = "io.divan.protocol.hessian.HostileHessianTest$Gadget";

  @Test
  void aClassOutsideTheListIsRefusedBeforeAnyOfItsCodeRuns() {
    List<byte[]> payloads =
        List.of(
            bytes(out -> object(out, GADGET)),
            bytes(out -> list(out, GADGET)),
            bytes(out -> list(out, "[" + GADGET)),
            bytes(out -> list(out, "[[" + GADGET)),
            bytes(out -> map(out, GADGET)),
            bytes(out -> {
              out.put('V');
              object(out, GADGET);
              out.put('z');
            }));
    for (byte[] payload : payloads) {
      assertThatThrownBy(() -> codec.read(payload))
          .isInstanceOf(ForbiddenClassException.class)
          .hasMessageContaining("Gadget");
    }
    assertThat(RUNS).hasValue(0);
    assertThat(Codec.libraryReads(payloads.get(0)))
        .as("the payload is one the peers' codec would have fallen for")
        .isInstanceOf(Gadget.class);
    assertThat(RUNS).hasPositiveValue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.sun.rowset.JdbcRowSetImpl",
        "java.lang.Class",
        "java.lang.ProcessBuilder",
        "javax.naming.InitialContext",
        "java.util.PriorityQueue$1",
        "com.caucho.hessian.io.HessianRemote"
      })
  void knownGadgetsAreRefusedByName(String name) {
    for (byte[] payload : List.of(bytes(out -> object(out, name)), bytes(out -> map(out, name)))) {
      assertThatThrownBy(() -> codec.read(payload)).isInstanceOf(ForbiddenClassException.class);
    }
  }

  @Test
  void aForbiddenNameIsPrintedWithoutItsControlCharacters() {
    byte[] payload = bytes(out -> object(out, "evil\n2026-01-01 INFO forged" + "x".repeat(500)));
    assertThat(catchThrowable(() -> codec.read(payload)).getMessage())
        .doesNotContain("\n")
        .hasSizeLessThan(400);
  }

  @Test
  void aLengthThatTheMessageCannotHoldTakesNoMemory() {
    for (String type : List.of("[int", "[long", "[string", "[object", "[java.util.Date")) {
      assertThatThrownBy(() ->
              codec.read(
                  bytes(out -> {
                    out.put('V');
                    type(out, type);
                    out.put('l');
                    out.putInt(Integer.MAX_VALUE);
                  })))
          .isInstanceOf(HessianFormatException.class)
          .hasMessageContaining("announces 2147483647");
    }
    assertThatThrownBy(() -> codec.read(new byte[] {'S', -1, -1, 'a'}))
        .hasMessageContaining("ends within a value");
    assertThatThrownBy(() -> codec.read(new byte[] {'B', -1, -1, 'a'}))
        .hasMessageContaining("ends within a value");
    assertThatThrownBy(() -> codec.read(new byte[] {'O', 'I', 127, -1, -1, -1}))
        .isInstanceOf(HessianFormatException.class);
  }

  @Test
  void nestingIsBounded() {
    byte[] lists = new byte[100_000];
    Arrays.fill(lists, (byte) 'V');
    assertThatThrownBy(() -> codec.read(lists)).hasMessageContaining("nest deeper than 256");
    byte[] maps = new byte[100_000];
    Arrays.fill(maps, (byte) 'M');
    assertThatThrownBy(() -> codec.read(maps)).hasMessageContaining("nest deeper than 256");
  }

  @Test
  void theNumberOfValuesIsBounded() {
    byte[] emptyLists = new byte[4_000_000];
    emptyLists[0] = 'V';
    for (int i = 1; i < emptyLists.length - 1; i += 2) {
      emptyLists[i] = 'V';
      emptyLists[i + 1] = 'z';
    }
    assertThatThrownBy(() -> codec.read(emptyLists)).hasMessageContaining("more than 1000000");
  }

  /** Each level is a set of twice the level below: a hundred bytes, 2^30 hashes. */
  @Test
  void setsWhoseHashTakesForeverAreRefused() {
    byte[] payload =
        bytes(out -> {
          int depth = 40;
          for (int i = 0; i < depth; i++) {
            out.put('V');
            type(out, "java.util.HashSet");
            out.put('V');
          }
          out.put('z');
          for (int i = 0; i < depth; i++) {
            out.put('J');
            out.put(2 * (depth - i) - 1);
            out.put('z');
            out.put('z');
          }
        });
    assertThat(catchThrowable(() -> codec.read(payload)))
        .isInstanceOf(HessianFormatException.class);
    byte[] doubled =
        bytes(out -> {
          int depth = 60;
          out.put('V');
          for (int i = 0; i < depth; i++) {
            out.put('V');
            for (int twice = 0; i > 0 && twice < 2; twice++) {
              out.put('J');
              out.put(i);
            }
            out.put('z');
          }
          out.put('V');
          type(out, "java.util.HashSet");
          out.put('J');
          out.put(depth);
          out.put('z');
          out.put('z');
        });
    assertThatThrownBy(() -> codec.read(doubled)).isInstanceOf(HessianFormatException.class);
  }

  @Test
  void aSetWithinItselfEndsInARefusalNotInAnError() {
    byte[] payload =
        bytes(out -> {
          out.put('V');
          type(out, "java.util.HashSet");
          for (int i = 0; i < 2; i++) {
            out.put('V');
            out.put('J');
            out.put(0);
            out.put(0x90 + i);
            out.put('z');
          }
          out.put('z');
        });
    assertThatThrownBy(() -> codec.read(payload)).isInstanceOf(HessianFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {'J', 'K', 'R', 'o', 'v', 'r', 'x', 'X', 'z', 'n', 'l', 't', 'u', 0x30, 0x7f})
  void whatRefersToNothingOrMeansNothingIsRefused(int tag) {
    byte[] payload = {(byte) tag, (byte) 0x90, (byte) 0x90, (byte) 0x90, (byte) 0x90};
    assertThatThrownBy(() -> codec.read(payload)).isInstanceOf(HessianFormatException.class);
  }

  @Test
  void everyPrefixAndEveryFlippedByteOfAMessageIsReadOrRefused() {
    List<Object> values = new ArrayList<>(List.of(new Account("Ann"), new Everything()));
    values.add(new HashMap<>(Map.of("k", new Money("EUR", 1))));
    byte[] message = codec.write(values, new IllegalStateException("x"));
    for (int length = 0; length < message.length; length++) {
      readOrRefuse(Arrays.copyOf(message, length));
    }
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = message.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      readOrRefuse(damaged);
    }
  }

  @Test
  void randomBytesAreReadOrRefused() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      readOrRefuse(noise);
    }
  }

  private void readOrRefuse(byte[] payload) {
    HessianReader in = codec.reader(payload);
    Throwable thrown =
        catchThrowable(() -> {
          while (!in.isDrained()) {
            in.read();
          }
        });
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(HessianException.class);
    }
  }

  @Test
  void aMessageBeyondTheWritersLimitIsNotWritten() {
    HessianWriter out = new HessianWriter(new ByteWriter(1000, 1000));
    out.begin(HessianTypes.JDK);
    assertThatThrownBy(() -> out.write("x".repeat(2000)))
        .isInstanceOf(MessageTooLargeException.class);
  }

  private interface Body {
    void write(ByteWriter out);
  }

  private static byte[] bytes(Body body) {
    ByteWriter out = new ByteWriter(1 << 20, 1 << 20);
    body.write(out);
    return out.toByteArray();
  }

  private static void object(ByteWriter out, String name) {
    out.put('O');
    out.put('I');
    out.putInt(name.length());
    out.putUtf8(name);
    out.put(0x91);
    out.put(7);
    out.putUtf8("command");
    out.put('o');
    out.put(0x90);
    out.put(2);
    out.putUtf8("rm");
  }

  private static void list(ByteWriter out, String name) {
    out.put('V');
    type(out, name);
    out.put('z');
  }

  private static void map(ByteWriter out, String name) {
    out.put('M');
    type(out, name);
    out.put('z');
  }

  private static void type(ByteWriter out, String name) {
    out.put('t');
    out.putShort(name.length());
    out.putUtf8(name);
  }
}
