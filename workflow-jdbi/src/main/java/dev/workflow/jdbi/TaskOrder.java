package dev.workflow.jdbi;

import dev.workflow.jdbi.internal.TaskTable;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.task.TaskQuery;

/** The orders of tasks: each is that of an index of the offers, {@code (tenant_id, who, …)}. */
enum TaskOrder {
  DUE(
      "due_at, rank, ready_at, instance_id, step",
      "o.due_at, o.rank, ",
      ":after_due, :after_rank, "),
  OLDEST_FIRST("ready_at, instance_id, step", "", ""),
  NEWEST_FIRST("ready_at DESC, instance_id DESC, step DESC", "", "");

  private final String columns;
  private final String before;
  private final String valuesBefore;

  TaskOrder(String columns, String before, String valuesBefore) {
    this.columns = columns;
    this.before = before;
    this.valuesBefore = valuesBefore;
  }

  static TaskOrder of(TaskQuery.Order order) {
    return switch (order) {
      case DUE -> DUE;
      case OLDEST_FIRST -> OLDEST_FIRST;
      case NEWEST_FIRST -> NEWEST_FIRST;
    };
  }

  /** As it follows {@code ORDER BY}. */
  String columns() {
    return columns;
  }

  /** Only what comes after a place. */
  void after(TaskRow place, Conditions where) {
    TaskRow.Times times = place.times();
    String than = this == NEWEST_FIRST ? "<" : ">";
    where
        .and(
            "(%so.ready_at, o.instance_id, o.step) %s (%s:after_ready, :after_instance, :after_step)"
                .formatted(before, than, valuesBefore))
        .bind("after_ready", place.since())
        .bind("after_instance", place.instance().id())
        .bind("after_step", place.step());
    if (this == DUE) {
      where.bind("after_due", TaskTable.due(times)).bind("after_rank", TaskTable.rank(times));
    }
  }
}
