package io.divan.boot.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.seata.common.loader.EnhancedServiceLoader;
import org.apache.seata.sqlparser.ParametersHolder;
import org.apache.seata.sqlparser.SQLInsertRecognizer;
import org.apache.seata.sqlparser.SQLRecognizer;
import org.apache.seata.sqlparser.SQLRecognizerFactory;
import org.apache.seata.sqlparser.SqlParserType;
import org.apache.seata.sqlparser.struct.Null;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered is what seata-all 2.6.0's own parser says, asked anew each time. */
class RememberedStatementsTest {
  private static final String DATABASE = "mysql";

  private final SQLRecognizerFactory parser =
      EnhancedServiceLoader.load(SQLRecognizerFactory.class, SqlParserType.SQL_PARSER_TYPE_DRUID);
  private final AtomicInteger parsed = new AtomicInteger();
  private final RememberedStatements remembered =
      new RememberedStatements((sql, dbType) -> {
        parsed.incrementAndGet();
        return parser.create(sql, dbType);
      });

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO debit (order_no, account, amount) VALUES (?, ?, ?)",
        "INSERT INTO debit (order_no, amount) VALUES (1, 'x'), (?, NULL)",
        "UPDATE account SET balance = balance - ? WHERE id = ?",
        "UPDATE `account` a SET a.x = ?, a.y = 3 WHERE a.b = ? AND a.id IN (?, 5, ?) OR a.z = 'q'",
        "UPDATE account SET x = ? WHERE bank = ? ORDER BY id LIMIT ?",
        "UPDATE account SET x = 1",
        "DELETE FROM account WHERE id = ? OR name LIKE 'x%'",
        "SELECT order_no FROM debit WHERE order_no = ? FOR UPDATE",
      })
  void everyAnswerIsTheParsersOwn(String sql) throws Exception {
    SQLRecognizer own = Objects.requireNonNull(parser.create(sql, DATABASE)).get(0);
    for (int time = 0; time < 3; time++) {
      SQLRecognizer ours = Objects.requireNonNull(remembered.create(sql, DATABASE)).get(0);
      for (Class<?> each : ours.getClass().getInterfaces()) {
        assertThat(each.isInstance(own)).isTrue();
        for (Method method : each.getMethods()) {
          assertSame(method, own, ours, oneRow(sql, time));
          assertSame(method, own, ours, batch(sql));
        }
      }
    }
    assertThat(parsed).hasValue(1);
  }

  private static void assertSame(
      Method method, SQLRecognizer own, SQLRecognizer ours, ParametersHolder values)
      throws ReflectiveOperationException {
    if (method.getParameterCount() == 0) {
      assertThat(answer(method, ours)).isEqualTo(answer(method, own));
    } else if (method.getParameterTypes()[0] == ParametersHolder.class) {
      ArrayList<List<Object>> ownRows = new ArrayList<>();
      ArrayList<List<Object>> ourRows = new ArrayList<>();
      assertThat(answer(method, ours, values, ourRows))
          .isEqualTo(answer(method, own, values, ownRows));
      // Conditions follow each other into the same rows.
      answer(method, own, values, ownRows);
      answer(method, ours, values, ourRows);
      assertThat(ourRows).isEqualTo(ownRows);
    }
  }

  /** An answer, its values by their text as some know no equality; or the sort of exception. */
  private static @Nullable Object answer(Method method, SQLRecognizer asked, Object... arguments)
      throws IllegalAccessException {
    try {
      Object answer = method.invoke(asked, arguments);
      return answer instanceof List<?> list ? list.toString() : answer;
    } catch (InvocationTargetException e) {
      return e.getCause() == null ? e.getClass() : e.getCause().getClass();
    }
  }

  private static ParametersHolder oneRow(String sql, int time) {
    Map<Integer, ArrayList<Object>> values = new HashMap<>();
    for (int i = 1; i <= placeholders(sql); i++) {
      values.put(i, new ArrayList<>(List.of(i == 2 && time == 1 ? Null.get() : "v" + i + time)));
    }
    return () -> values;
  }

  private static ParametersHolder batch(String sql) {
    Map<Integer, ArrayList<Object>> values = new HashMap<>();
    for (int i = 1; i <= placeholders(sql); i++) {
      values.put(i, new ArrayList<>(List.of("a" + i, "b" + i)));
    }
    return () -> values;
  }

  private static int placeholders(String sql) {
    return (int) sql.chars().filter(each -> each == '?').count();
  }

  @Test
  void rowsOfAnInsertAreToldAnewEachTime() {
    String sql = "INSERT INTO debit (order_no, account) VALUES (?, 7)";
    for (int time = 0; time < 2; time++) {
      var ours =
          (SQLInsertRecognizer) Objects.requireNonNull(remembered.create(sql, DATABASE)).get(0);
      assertThat(ours.getInsertRows(List.of(0)).get(0)).hasSize(2);
      ours.getInsertRows(List.of(0)).clear(); // theirs to do with as they like
    }
  }

  @Test
  void aStatementOfExtravagantLengthIsNotRemembered() {
    String sql = "UPDATE account SET x = '" + "y".repeat(30_000) + "' WHERE id = 1";
    remembered.create(sql, DATABASE);
    remembered.create(sql, DATABASE);
    assertThat(parsed).hasValue(2);
  }

  @Test
  void theLibraryFindsItByItsName() {
    assertThat(EnhancedServiceLoader.load(SQLRecognizerFactory.class, RememberedStatements.NAME))
        .isInstanceOf(RememberedStatements.class);
  }
}
