package dev.workflow.jdbi.internal;

import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.spi.store.InstanceChange;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;

/** The table of what is to be counted: a row of text, whose number the database gives. */
public final class FactTable {

  public static final Columns<String> FACTS =
      Columns.<String>of("#statistic_fact").text("body", body -> body).build();

  private FactTable() {}

  /** The facts of changes in one row; empty: there are none. */
  public static List<String> of(Collection<InstanceChange> changes) {
    StringJoiner facts = new StringJoiner("\n");
    facts.setEmptyValue("");
    for (InstanceChange change : changes) {
      if (change.side().facts() != null) {
        facts.add(change.side().facts());
      }
    }
    return facts.length() == 0 ? List.of() : List.of(facts.toString());
  }
}
