package dev.workflow.jdbi.internal;

import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.spi.store.InstanceChange;
import java.util.Collection;
import java.util.List;

/** The table of what is to be counted: a row of text, whose number the database gives. */
public final class FactTable {

  public static final Columns<String> FACTS =
      Columns.<String>of("#statistic_fact").text("body", body -> body).build();

  private FactTable() {}

  /**
   * The facts of changes in one row; empty: there are none. Whose they are, which the first line of
   * each says, is written where it changes.
   */
  public static List<String> of(Collection<InstanceChange> changes) {
    StringBuilder all = new StringBuilder();
    String whose = "";
    for (InstanceChange change : changes) {
      String facts = change.side().facts();
      if (facts == null) {
        continue;
      }
      int line = facts.indexOf('\n') + 1;
      boolean same = line > 0 && facts.regionMatches(0, whose, 0, Math.max(line, whose.length()));
      if (all.length() > 0) {
        all.append('\n');
      }
      all.append(facts, same ? line : 0, facts.length());
      whose = same ? whose : lastHeader(facts, line);
    }
    return all.length() == 0 ? List.of() : List.of(all.toString());
  }

  /** Facts may change their owner within, as at a migration: then the next ones say theirs anew. */
  private static String lastHeader(String facts, int line) {
    return line > 0 && facts.indexOf("\n@") < 0 ? facts.substring(0, line) : "";
  }
}
