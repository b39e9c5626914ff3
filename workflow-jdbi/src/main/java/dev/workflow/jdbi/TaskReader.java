package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows.Performer;
import dev.workflow.spi.store.InstanceRows.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

  /** No name holds a line break, so that a subject and a role joined by one are one text. */
  private static final String THEIRS =
      """
       AND (((claimed_by IS NULL OR claimed_by = ?) AND (assignee = ? OR (assignee IS NULL AND (role IS NULL
           OR role = ANY(?) OR subject_type || '\n' || subject_id || '\n' || role = ANY(?)))))
         OR subject_type || '\n' || subject_id = ANY(?))
      """;

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
    if (filter.whose() != null) {
      where.append(THEIRS);
      values.addAll(theirs(filter.whose()));
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

  private static List<Object> theirs(Performer performer) {
    Set<String> rolesOn = new HashSet<>();
    performer
        .rolesOn()
        .forEach(
            (subject, roles) -> roles.forEach(role -> rolesOn.add(name(subject) + "\n" + role)));
    Set<String> everything =
        performer.everything().stream().map(TaskReader::name).collect(Collectors.toSet());
    return List.of(performer.actor(), performer.actor(), performer.roles(), rolesOn, everything);
  }

  private static String name(SubjectRef subject) {
    return subject.type() + "\n" + subject.id();
  }
}
