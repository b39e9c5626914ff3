package dev.workflow.jdbi;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database that refuses what not every database knows: arrays, physical addresses of rows,
 * inserts that look for conflicts, results of changes, and more than one change in a statement.
 */
final class PlainSql {

  private static final List<Pattern> REFUSED =
      List.of(
          Pattern.compile("\\bunnest\\b"),
          Pattern.compile("\\barray\\b"),
          Pattern.compile("\\bany ?\\("),
          Pattern.compile("::"),
          Pattern.compile("\\bctid\\b"),
          Pattern.compile("\\blateral\\b"),
          Pattern.compile("\\bwith (recursive )?\\w+(\\(.*\\))? as\\b"),
          Pattern.compile("\\bon conflict\\b"),
          Pattern.compile("\\breturning\\b"),
          Pattern.compile("\\bpg_"),
          Pattern.compile("\\b(insert into|update|delete from) .*\\b(insert into|delete from) "));

  private PlainSql() {}

  static DataSource only(DataSource source) {
    return proxy(
        DataSource.class,
        source,
        (method, values, result) ->
            result instanceof Connection connection ? only(connection) : result);
  }

  private static Connection only(Connection connection) {
    return proxy(
        Connection.class,
        connection,
        (method, values, result) -> {
          if (method.getName().equals("prepareStatement")) {
            check((String) values[0]);
          } else if (method.getName().equals("createArrayOf")) {
            throw new SQLException("there are no arrays");
          }
          return result;
        });
  }

  private static void check(String statement) throws SQLException {
    String text = statement.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    for (Pattern pattern : REFUSED) {
      if (pattern.matcher(text).find()) {
        throw new SQLException("not every database knows " + pattern + ": " + statement);
      }
    }
  }

  /** Looks at a call that was made and at what it gave. */
  private interface Look {
    @Nullable Object at(Method method, Object[] values, @Nullable Object result)
        throws SQLException;
  }

  private static <T> T proxy(Class<T> type, T target, Look look) {
    return type.cast(
        Proxy.newProxyInstance(
            PlainSql.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, values) -> {
              try {
                Object result = method.invoke(target, values);
                return look.at(method, values == null ? new Object[0] : values, result);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
