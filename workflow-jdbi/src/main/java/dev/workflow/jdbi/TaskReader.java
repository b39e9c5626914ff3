package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows.Performer;
import dev.workflow.spi.store.InstanceRows.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds and lists open tasks. */
final class TaskReader {

  static final Columns<TaskRow> TASK =
      Columns.<TaskRow>of("#task")
          .text("tenant_id", task -> task.instance().tenant())
          .uuid("instance_id", task -> task.instance().id())
          .text("step", TaskRow::step)
          .text("action", TaskRow::action)
          .text("label", TaskRow::label)
          .text("workflow", TaskRow::workflow)
          .subject(TaskRow::subject)
          .text("state", TaskRow::state)
          .text("role", TaskRow::role)
          .text("assignee", TaskRow::assignee)
          .text("claimed_by", TaskRow::claimedBy)
          .time("ready_at", TaskRow::readyAt)
          .time("due_at", TaskRow::dueAt)
          .build();

  private static final String SELECT = TASK.select("t");

  /** Tasks without a due date come last: they sort as if due at the end of time. */
  private static final String DUE =
      "coalesce(t.due_at, timestamp with time zone '9999-12-31 00:00:00+00')";

  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

  /** No name holds a line break, so that a subject and a role joined by one are one text. */
  private static final String THEIRS =
      """
      (((claimed_by IS NULL OR claimed_by = :actor) AND (assignee = :actor OR (assignee IS NULL AND (role IS NULL
          OR role IN (:roles) OR subject_type || '\n' || subject_id || '\n' || role IN (:roles_on)))))
        OR subject_type || '\n' || subject_id IN (:everything))""";

  private final Sql sql;

  TaskReader(Sql sql) {
    this.sql = sql;
  }

  private static TaskRow row(ResultSet row) throws SQLException {
    return new TaskRow(
        new InstanceKey(
            TenantId.of(row.getString("tenant_id")), InstanceId.of(Read.uuid(row, "instance_id"))),
        row.getString("step"),
        row.getString("action"),
        row.getString("label"),
        row.getString("workflow"),
        Read.subject(row),
        row.getString("state"),
        row.getString("role"),
        row.getString("assignee"),
        row.getString("claimed_by"),
        Read.requiredInstant(row, "ready_at"),
        Read.instant(row, "due_at"));
  }

  Optional<TaskRow> find(InstanceKey instance, String step) {
    return sql.of(SELECT + "WHERE tenant_id = :tenant AND instance_id = :instance AND step = :step")
        .bind("tenant", instance.tenant())
        .bind("instance", instance.id())
        .bind("step", step)
        .first(TaskReader::row);
  }

  List<TaskRow> list(TaskFilter filter, @Nullable TaskRow after, int limit) {
    Conditions where = Conditions.where("tenant_id = :tenant", "tenant", filter.tenant());
    if (filter.subject() != null) {
      where
          .and("subject_type = :subject_type", "subject_type", filter.subject().type())
          .and("subject_id = :subject_id", "subject_id", filter.subject().id());
    }
    if (filter.whose() != null) {
      theirs(where, filter.whose());
    }
    if (after != null) {
      where
          .and(
              "("
                  + DUE
                  + ", ready_at, instance_id, step) > (:after_due, :after_ready, :after_instance, :after_step)",
              "after_due",
              after.dueAt() == null ? END_OF_TIME : after.dueAt())
          .bind("after_ready", after.readyAt())
          .bind("after_instance", after.instance().id())
          .bind("after_step", after.step());
    }
    return sql.of(
            SELECT + where + " ORDER BY " + DUE + ", ready_at, instance_id, step LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(TaskReader::row);
  }

  private static void theirs(Conditions where, Performer performer) {
    Set<String> rolesOn = new HashSet<>();
    performer
        .rolesOn()
        .forEach(
            (subject, roles) -> roles.forEach(role -> rolesOn.add(name(subject) + "\n" + role)));
    Set<String> everything =
        performer.everything().stream().map(TaskReader::name).collect(Collectors.toSet());
    where
        .and(THEIRS, "actor", performer.actor())
        .bind("roles", performer.roles())
        .bind("roles_on", rolesOn)
        .bind("everything", everything);
  }

  private static String name(SubjectRef subject) {
    return subject.type() + "\n" + subject.id();
  }
}
