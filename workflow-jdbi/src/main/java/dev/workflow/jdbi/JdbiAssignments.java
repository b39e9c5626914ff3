package dev.workflow.jdbi;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.AssignmentRows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class JdbiAssignments implements AssignmentRows {

  private final Sql sql;
  private final Revisions revisions;

  JdbiAssignments(Sql sql) {
    this.sql = sql;
    this.revisions = new Revisions(sql, "assignment");
  }

  @Override
  public void addChange(ChangeRow row) {
    SubjectRef subject = row.subject();
    sql.update(
        """
        INSERT INTO #assignment_change (tenant_id, id, kind, rule_id, subject_type, subject_id, by_actor, at, before)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        row.tenant().value(),
        row.id(),
        row.kind(),
        row.rule(),
        subject == null ? null : subject.type(),
        subject == null ? null : subject.id(),
        row.by(),
        row.at(),
        row.before());
  }

  @Override
  public List<ChangeRow> changes(TenantId tenant, @Nullable UUID after, int limit) {
    List<Object> parameters = new ArrayList<>(List.of(tenant.value()));
    if (after != null) {
      parameters.add(after);
    }
    parameters.add(limit);
    return sql.query(
        "SELECT id, kind, rule_id, subject_type, subject_id, by_actor, at, before FROM #assignment_change WHERE tenant_id = ?"
            + (after == null ? "" : " AND id < ?")
            + " ORDER BY id DESC LIMIT ?",
        row ->
            new ChangeRow(
                tenant,
                Sql.uuid(row, "id"),
                row.getString("kind"),
                row.getObject("rule_id", UUID.class),
                Sql.subject(row),
                row.getString("by_actor"),
                Sql.requiredInstant(row, "at"),
                row.getString("before")),
        parameters.toArray());
  }

  @Override
  public List<OverrideRow> overrides(TenantId tenant, Collection<SubjectRef> subjects) {
    List<OverrideRow> found = new ArrayList<>();
    Map<String, List<SubjectRef>> byType =
        subjects.stream().distinct().collect(Collectors.groupingBy(SubjectRef::type));
    byType.forEach(
        (type, ofType) ->
            found.addAll(
                sql.query(
                    """
                    SELECT subject_type, subject_id, workflow, by_actor, at, reason, expires_at FROM #assignment_override
                    WHERE tenant_id = ? AND subject_type = ? AND subject_id = ANY(?)
                    """,
                    row ->
                        new OverrideRow(
                            tenant,
                            SubjectRef.of(
                                row.getString("subject_type"), row.getString("subject_id")),
                            row.getString("workflow"),
                            row.getString("by_actor"),
                            Sql.requiredInstant(row, "at"),
                            row.getString("reason"),
                            Sql.instant(row, "expires_at")),
                    tenant.value(),
                    type,
                    ofType.stream().map(SubjectRef::id).toList())));
    return found;
  }

  @Override
  public void putOverride(OverrideRow row) {
    deleteOverride(row.tenant(), row.subject());
    sql.update(
        """
        INSERT INTO #assignment_override (tenant_id, subject_type, subject_id, workflow, by_actor, at, reason, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        row.tenant().value(),
        row.subject().type(),
        row.subject().id(),
        row.workflow(),
        row.by(),
        row.at(),
        row.reason(),
        row.expiresAt());
  }

  @Override
  public boolean deleteOverride(TenantId tenant, SubjectRef subject) {
    return sql.update(
            "DELETE FROM #assignment_override WHERE tenant_id = ? AND subject_type = ? AND subject_id = ?",
            tenant.value(),
            subject.type(),
            subject.id())
        > 0;
  }

  @Override
  public List<RuleRow> rules(TenantId tenant) {
    return sql.query(
        """
        SELECT id, name, priority, enabled, condition, workflow, created_at, created_by FROM #assignment_rule
        WHERE tenant_id = ? ORDER BY priority DESC, created_at, id
        """,
        row ->
            new RuleRow(
                tenant,
                Sql.uuid(row, "id"),
                row.getString("name"),
                row.getInt("priority"),
                row.getBoolean("enabled"),
                row.getString("condition"),
                row.getString("workflow"),
                Sql.requiredInstant(row, "created_at"),
                row.getString("created_by")),
        tenant.value());
  }

  @Override
  public void putRule(RuleRow row) {
    revisions.raise(row.tenant());
    delete(row.tenant(), row.id());
    sql.update(
        """
        INSERT INTO #assignment_rule (tenant_id, id, name, priority, enabled, condition, workflow, created_at, created_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        row.tenant().value(),
        row.id(),
        row.name(),
        row.priority(),
        row.enabled(),
        row.condition(),
        row.workflow(),
        row.createdAt(),
        row.createdBy());
  }

  private int delete(TenantId tenant, UUID id) {
    return sql.update(
        "DELETE FROM #assignment_rule WHERE tenant_id = ? AND id = ?", tenant.value(), id);
  }

  @Override
  public boolean deleteRule(TenantId tenant, UUID id) {
    boolean existed = delete(tenant, id) > 0;
    if (existed) {
      revisions.raise(tenant);
    }
    return existed;
  }

  @Override
  public Optional<DefaultRow> defaults(TenantId tenant) {
    return sql
        .query(
            "SELECT workflow, terms, at, by_actor FROM #assignment_default WHERE tenant_id = ?",
            row ->
                new DefaultRow(
                    tenant,
                    row.getString("workflow"),
                    row.getString("terms"),
                    Sql.requiredInstant(row, "at"),
                    row.getString("by_actor")),
            tenant.value())
        .stream()
        .findFirst();
  }

  @Override
  public void putDefaults(DefaultRow row) {
    revisions.raise(row.tenant());
    sql.update("DELETE FROM #assignment_default WHERE tenant_id = ?", row.tenant().value());
    sql.update(
        "INSERT INTO #assignment_default (tenant_id, workflow, terms, at, by_actor) VALUES (?, ?, ?, ?, ?)",
        row.tenant().value(),
        row.workflow(),
        row.terms(),
        row.at(),
        row.by());
  }

  @Override
  public long revision(TenantId tenant) {
    return revisions.get(tenant);
  }
}
