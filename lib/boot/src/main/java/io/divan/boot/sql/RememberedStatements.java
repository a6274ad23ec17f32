package io.divan.boot.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import org.apache.seata.common.loader.EnhancedServiceLoader;
import org.apache.seata.common.loader.LoadLevel;
import org.apache.seata.sqlparser.SQLRecognizer;
import org.apache.seata.sqlparser.SQLRecognizerFactory;
import org.apache.seata.sqlparser.SqlParserType;
import org.jspecify.annotations.Nullable;

/**
 * Seata's own parser, asked once for each text of a statement. Without this it parses a statement
 * every time it is executed, and while it looks at the result it reads its dialect's word lists
 * from their files again and again: nine tenths of what a branch with row images costs.
 *
 * <p>Source: seata-all 2.6.0, {@code SQLVisitorFactory} (which asks for the parser named by {@code
 * client.rm.sqlParserType}) and the {@code SQLDialect} of the Druid 1.2.25 in it.
 */
@LoadLevel(name = RememberedStatements.NAME)
public final class RememberedStatements implements SQLRecognizerFactory {
  /** The name to select it by. */
  public static final String NAME = "divan";

  /** All texts together; those with their values written into them come and go. */
  private static final long MOST_CHARACTERS = 2_000_000;

  private static final int LONGEST = 20_000;

  private final SQLRecognizerFactory parser;
  private final Cache<Text, List<SQLRecognizer>> known =
      Caffeine.newBuilder()
          .maximumWeight(MOST_CHARACTERS)
          .weigher((Text text, List<SQLRecognizer> understood) -> text.sql().length())
          .build();

  private record Text(String sql, String dbType) {}

  /** As the library's service loader makes it. */
  public RememberedStatements() {
    this(
        EnhancedServiceLoader.load(
            SQLRecognizerFactory.class, SqlParserType.SQL_PARSER_TYPE_DRUID));
  }

  RememberedStatements(SQLRecognizerFactory parser) {
    this.parser = parser;
  }

  /** Null, as the library has it, for what it does not care about. */
  @Override
  public @Nullable List<SQLRecognizer> create(String sql, String dbType) {
    return sql.length() > LONGEST
        ? parser.create(sql, dbType)
        : known.get(new Text(sql, dbType), this::understand);
  }

  private @Nullable List<SQLRecognizer> understand(Text text) {
    List<SQLRecognizer> understood = parser.create(text.sql(), text.dbType());
    return understood == null ? null : understood.stream().map(RememberedRecognizer::of).toList();
  }
}
