package io.divan.bank.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.divan.bank.StandingOrder;
import io.divan.bank.demo.OrderFile.BadLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderFileTest {
  private static OrderFile read(String text) throws IOException {
    return OrderFile.read(new BufferedReader(new StringReader(text)));
  }

  @Test
  void aLineIsAnOrder() throws IOException {
    OrderFile file = read("29401\t1\tYZ\t87144583\t245.20\tHH\n");
    assertThat(file.badLines()).isEmpty();
    assertThat(file.orders())
        .containsExactly(
            new StandingOrder(29401, 1, "YZ", 87144583, new BigDecimal("245.20"), "HH"));
  }

  @Test
  void aBlankKindIsValid() throws IOException {
    OrderFile file = read("1\t1\tAB\t2\t1.00\t  \n2\t1\tAB\t2\t1.00\t\r\n");
    assertThat(file.badLines()).isEmpty();
    assertThat(file.orders()).extracting(StandingOrder::kind).containsExactly("", "");
  }

  @Test
  void anAmountBelowOneMayHaveNothingBeforeThePoint() throws IOException {
    assertThat(read("1\t1\tAB\t2\t.80\tHH").orders())
        .extracting(StandingOrder::amount)
        .containsExactly(new BigDecimal("0.80"));
  }

  @Test
  void aHeaderIsNoOrderAndNoMistake() throws IOException {
    OrderFile file =
        read("order\taccount\tbank_to\taccount_to\tamount\tkind\n1\t1\tAB\t2\t1.00\tHH\n");
    assertThat(file.badLines()).isEmpty();
    assertThat(file.orders()).hasSize(1);
  }

  @Test
  void aRepeatedOrderIsSkippedAndTheFirstStays() throws IOException {
    OrderFile file = read("7\t1\tAB\t2\t1.00\tHH\n8\t1\tAB\t2\t1.00\tHH\n007\t9\tCD\t3\t5.00\t\n");
    assertThat(file.orders()).extracting(StandingOrder::number).containsExactly(7L, 8L);
    assertThat(file.badLines()).containsExactly(new BadLine(3, "order 7 is on line 1 already"));
  }

  @Test
  void theNumberOfABadLineIsNotTaken() throws IOException {
    OrderFile file = read("7\t1\t??\t2\t1.00\tHH\n7\t1\tAB\t2\t1.00\tHH\n");
    assertThat(file.orders()).hasSize(1);
    assertThat(file.badLines()).extracting(BadLine::number).containsExactly(1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1\t1\tAB\t2\t1.00",
        "1\t1\tAB\t2\t1.00\tHH\t",
        "1\t1\tAB\t2\t1.00\tHH\tmore",
        "1 1 AB 2 1.00 HH",
        "x\t1\tAB\t2\t1.00\tHH",
        "\t1\tAB\t2\t1.00\tHH",
        "-1\t1\tAB\t2\t1.00\tHH",
        "1.5\t1\tAB\t2\t1.00\tHH",
        "1234567890123456789\t1\tAB\t2\t1.00\tHH",
        "1\tone\tAB\t2\t1.00\tHH",
        "1\t1\tAB\tzwei\t1.00\tHH",
        "1\t1\tXX\t2\t1.00\tHH",
        "1\t1\tab\t2\t1.00\tHH",
        "1\t1\t\t2\t1.00\tHH",
        "1\t1\tAB\t2\t0.00\tHH",
        "1\t1\tAB\t2\t.00\tHH",
        "1\t1\tAB\t2\t-1.00\tHH",
        "1\t1\tAB\t2\t+1.00\tHH",
        "1\t1\tAB\t2\t1\tHH",
        "1\t1\tAB\t2\t1.\tHH",
        "1\t1\tAB\t2\t1.0\tHH",
        "1\t1\tAB\t2\t1.000\tHH",
        "1\t1\tAB\t2\t1,00\tHH",
        "1\t1\tAB\t2\t1e2\tHH",
        "1\t1\tAB\t2\tNaN\tHH",
        "1\t1\tAB\t2\t12345678901.00\tHH",
        "1\t1\tAB\t2\t\u0661.\u0660\u0660\tHH",
      })
  void aBadLineIsReportedAndSkipped(String line) throws IOException {
    OrderFile file = read("8\t1\tAB\t2\t1.00\tHH\n" + line + "\n9\t1\tAB\t2\t1.00\tHH\n");
    assertThat(file.orders()).extracting(StandingOrder::number).containsExactly(8L, 9L);
    assertThat(file.badLines()).extracting(BadLine::number).containsExactly(2L);
  }

  @Test
  void aReasonShowsNothingThatATerminalWouldObey() throws IOException {
    OrderFile file = read("1\t1\t\u001b[2J\t2\t1.00\tHH");
    assertThat(file.badLines().getFirst().reason()).doesNotContain("\u001b");
  }

  @Test
  void bytesThatAreNoTextAreABadLine(@TempDir Path folder) throws IOException {
    byte[] good = "1\t1\tAB\t2\t1.00\tHH\n".getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[4 + good.length];
    all[0] = (byte) 0xff;
    all[1] = (byte) 0xfe;
    all[2] = 0;
    all[3] = '\n';
    System.arraycopy(good, 0, all, 4, good.length);
    Path file = Files.write(folder.resolve("orders.tsv"), all);
    OrderFile read = OrderFile.read(file);
    assertThat(read.orders()).hasSize(1);
    assertThat(read.badLines()).extracting(BadLine::number).containsExactly(1L);
  }
}
