package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds and lists open tasks. */
final class TaskReader {

  private static final String COLUMNS =
      """
      SELECT tenant_id, instance_id, step, action, label, workflow, subject_type, subject_id, state, role, assignee,
             claimed_by, ready_at, due_at
      FROM #task
      """;

  /** Tasks without a due date come last: they sort as if due at the end of time. */
  private static final String ORDER =
      " ORDER BY coalesce(due_at, timestamp with time zone '9999-12-31 00:00:00+00'), ready_at, instance_id, step LIMIT ?";

  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

  private final Sql sql;

  TaskReader(Sql sql) {
    this.sql = sql;
  }

  private static TaskRow row(ResultSet row) throws SQLException {
    return new TaskRow(
        new InstanceKey(
            TenantId.of(row.getString("tenant_id")), InstanceId.of(Sql.uuid(row, "instance_id"))),
        row.getString("step"),
        row.getString("action"),
        row.getString("label"),
        row.getString("workflow"),
        Sql.subject(row),
        row.getString("state"),
        row.getString("role"),
        row.getString("assignee"),
        row.getString("claimed_by"),
        Sql.requiredInstant(row, "ready_at"),
        Sql.instant(row, "due_at"));
  }

  Optional<TaskRow> find(InstanceKey instance, String step) {
    return sql
        .query(
            COLUMNS + "WHERE tenant_id = ? AND instance_id = ? AND step = ?",
            TaskReader::row,
            instance.tenant().value(),
            instance.id().value(),
            step)
        .stream()
        .findFirst();
  }

  List<TaskRow> list(TaskFilter filter, @Nullable TaskRow after, int limit) {
    StringBuilder where = new StringBuilder("WHERE tenant_id = ?");
    List<@Nullable Object> values = new ArrayList<>(List.of(filter.tenant().value()));
    if (filter.subject() != null) {
      where.append(" AND subject_type = ? AND subject_id = ?");
      values.add(filter.subject().type());
      values.add(filter.subject().id());
    }
    if (filter.actor() != null) {
      where.append(
          """
           AND (claimed_by = ? OR (claimed_by IS NULL AND (assignee = ?
             OR (assignee IS NULL AND (role IS NULL OR role = ANY(?))))))
          """);
      values.add(filter.actor());
      values.add(filter.actor());
      values.add(filter.roles());
    }
    if (after != null) {
      where.append(
          """
           AND (coalesce(due_at, timestamp with time zone '9999-12-31 00:00:00+00'), ready_at, instance_id, step)
             > (?, ?, ?, ?)
          """);
      values.add(after.dueAt() == null ? END_OF_TIME : after.dueAt());
      values.add(after.readyAt());
      values.add(after.instance().id().value());
      values.add(after.step());
    }
    values.add(limit);
    return sql.query(COLUMNS + where + ORDER, TaskReader::row, values.toArray());
  }
}
