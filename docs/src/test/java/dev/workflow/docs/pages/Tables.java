package dev.workflow.docs.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;

/** Tables with their columns, as a page names them and as a database has them. */
public final class Tables {

  private static final Pattern HEADING = Pattern.compile("### `(\\w+)`");
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\|.*");
  private static final Pattern ENTITY = Pattern.compile("\\s+(wf_\\w+) \\{");
  private static final Pattern KEY = Pattern.compile("\\s+\\w+ (\\w+) PK");

  private Tables() {}

  /** What a page names: a heading of the third level for a table, a row for a column. */
  public static Map<String, List<String>> ofPage(String page) {
    Map<String, List<String>> tables = new TreeMap<>();
    List<String> columns = new ArrayList<>();
    for (String line : Page.read(Page.ROOT.resolve(page)).lines()) {
      Matcher heading = HEADING.matcher(line);
      Matcher row = ROW.matcher(line);
      if (heading.matches()) {
        columns = tables.computeIfAbsent(heading.group(1), name -> new ArrayList<>());
      } else if (row.matches()) {
        columns.add(row.group(1));
      }
    }
    return tables;
  }

  /** The tables of a page's picture with the columns of their keys. */
  public static Map<String, List<String>> ofPicture(String page) {
    Map<String, List<String>> tables = new TreeMap<>();
    List<String> keys = new ArrayList<>();
    for (String line : Page.read(Page.ROOT.resolve(page)).lines()) {
      Matcher entity = ENTITY.matcher(line);
      Matcher key = KEY.matcher(line);
      if (entity.matches()) {
        keys = tables.computeIfAbsent(entity.group(1), name -> new ArrayList<>());
      } else if (key.matches()) {
        keys.add(key.group(1));
      }
    }
    return tables;
  }

  /** Every table of a database with its columns in order. */
  public static Map<String, List<String>> of(Jdbi jdbi) {
    return read(
        jdbi,
        """
        SELECT lower(table_name) AS t, lower(column_name) AS c FROM information_schema.columns
        WHERE table_schema = 'PUBLIC' ORDER BY table_name, ordinal_position
        """);
  }

  /** Every table of a database with the columns of its primary key. */
  public static Map<String, List<String>> keys(Jdbi jdbi) {
    return read(
        jdbi,
        """
        SELECT lower(k.table_name) AS t, lower(k.column_name) AS c
        FROM information_schema.key_column_usage k
        JOIN information_schema.table_constraints p
          ON p.constraint_name = k.constraint_name AND p.constraint_schema = k.constraint_schema
        WHERE p.constraint_type = 'PRIMARY KEY' AND k.table_schema = 'PUBLIC'
        ORDER BY k.table_name, k.ordinal_position
        """);
  }

  private static Map<String, List<String>> read(Jdbi jdbi, String sql) {
    Map<String, List<String>> tables = new TreeMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(sql)
                .mapToMap()
                .forEach(
                    row ->
                        tables
                            .computeIfAbsent(row.get("t").toString(), name -> new ArrayList<>())
                            .add(row.get("c").toString())));
    return tables;
  }
}
