package dev.workflow.jdbi.internal.sql;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jspecify.annotations.Nullable;

/**
 * A statement as JDBC takes it, and the names of its parameters in their order. The names are found
 * by JDBI's parser. Immutable.
 */
record NamedSql(String text, List<String> names) {

  /** The statements of one store. Thread-safe. */
  static final class Cache {

    private static final int MOST = 2_000;

    private final ColonPrefixSqlParser parser = new ColonPrefixSqlParser();
    private final Map<String, NamedSql> known = new ConcurrentHashMap<>();
    private final String prefix;

    /**
     * @param prefix of all tables, put in for {@code #}
     */
    Cache(String prefix) {
      this.prefix = prefix;
    }

    NamedSql get(String text) {
      NamedSql sql = known.get(text);
      if (sql == null) {
        sql = parse(text);
        if (known.size() >= MOST) {
          known.clear();
        }
        known.put(text, sql);
      }
      return sql;
    }

    @SuppressWarnings("NullAway") // this parser asks nothing of a statement's context
    private NamedSql parse(String text) {
      ParsedSql parsed = parser.parse(text.replace("#", prefix), null);
      return new NamedSql(
          parsed.getSql(),
          List.copyOf(new ArrayList<>(parsed.getParameters().getParameterNames())));
    }
  }

  /** Gives a statement its parameters. */
  void bind(PreparedStatement statement, Binding values) throws SQLException {
    for (int i = 0; i < names.size(); i++) {
      bind(statement, i + 1, values.get(names.get(i)));
    }
  }

  private static void bind(PreparedStatement statement, int position, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(position, Types.NULL);
    } else if (value instanceof Collection<?> list) {
      statement.setArray(position, array(statement, list));
    } else {
      statement.setObject(position, value);
    }
  }

  private static Array array(PreparedStatement statement, Collection<?> values)
      throws SQLException {
    boolean uuids = values.stream().anyMatch(UUID.class::isInstance);
    return statement.getConnection().createArrayOf(uuids ? "uuid" : "varchar", values.toArray());
  }
}
