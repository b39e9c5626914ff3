package dev.workflow.jdbi;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.AssignmentRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class JdbiAssignments implements AssignmentRows {

  private static final Columns<ChangeRow> CHANGE =
      Columns.<ChangeRow>of("#assignment_change")
          .text("tenant_id", ChangeRow::tenant)
          .uuid("id", ChangeRow::id)
          .text("kind", ChangeRow::kind)
          .uuid("rule_id", ChangeRow::rule)
          .subject(ChangeRow::subject)
          .text("actor", ChangeRow::by)
          .time("at", ChangeRow::at)
          .text("before", ChangeRow::before)
          .build();

  private static final Columns<OverrideRow> OVERRIDE =
      Columns.<OverrideRow>of("#assignment_override")
          .text("tenant_id", OverrideRow::tenant)
          .subject(OverrideRow::subject)
          .text("workflow", OverrideRow::workflow)
          .text("actor", OverrideRow::by)
          .time("at", OverrideRow::at)
          .text("reason", OverrideRow::reason)
          .time("expires_at", OverrideRow::expiresAt)
          .build();

  private static final Columns<RuleRow> RULE =
      Columns.<RuleRow>of("#assignment_rule")
          .text("tenant_id", RuleRow::tenant)
          .uuid("id", RuleRow::id)
          .text("name", RuleRow::name)
          .integer("priority", RuleRow::priority)
          .bool("enabled", RuleRow::enabled)
          .text("condition", RuleRow::condition)
          .text("workflow", RuleRow::workflow)
          .time("created_at", RuleRow::createdAt)
          .text("created_by", RuleRow::createdBy)
          .build();

  private static final Columns<DefaultRow> DEFAULT =
      Columns.<DefaultRow>of("#assignment_default")
          .text("tenant_id", DefaultRow::tenant)
          .text("workflow", DefaultRow::workflow)
          .text("terms", DefaultRow::terms)
          .time("at", DefaultRow::at)
          .text("actor", DefaultRow::by)
          .build();

  private final Sql sql;
  private final Revisions revisions;

  JdbiAssignments(Sql sql) {
    this.sql = sql;
    this.revisions = new Revisions(sql, "assignment");
  }

  private static TenantId tenant(ResultSet row) throws SQLException {
    return TenantId.of(row.getString("tenant_id"));
  }

  private static ChangeRow change(ResultSet row) throws SQLException {
    return new ChangeRow(
        tenant(row),
        Read.uuid(row, "id"),
        row.getString("kind"),
        Read.uuidIfAny(row, "rule_id"),
        Read.subject(row),
        row.getString("actor"),
        Read.requiredInstant(row, "at"),
        row.getString("before"));
  }

  private static OverrideRow override(ResultSet row) throws SQLException {
    return new OverrideRow(
        tenant(row),
        Objects.requireNonNull(Read.subject(row), "an override has a subject"),
        row.getString("workflow"),
        row.getString("actor"),
        Read.requiredInstant(row, "at"),
        row.getString("reason"),
        Read.instant(row, "expires_at"));
  }

  private static RuleRow rule(ResultSet row) throws SQLException {
    return new RuleRow(
        tenant(row),
        Read.uuid(row, "id"),
        row.getString("name"),
        row.getInt("priority"),
        row.getBoolean("enabled"),
        row.getString("condition"),
        row.getString("workflow"),
        Read.requiredInstant(row, "created_at"),
        row.getString("created_by"));
  }

  private static DefaultRow defaults(ResultSet row) throws SQLException {
    return new DefaultRow(
        tenant(row),
        row.getString("workflow"),
        row.getString("terms"),
        Read.requiredInstant(row, "at"),
        row.getString("actor"));
  }

  @Override
  public void addChange(ChangeRow row) {
    sql.insertOne(CHANGE, row);
  }

  @Override
  public List<ChangeRow> changes(TenantId tenant, @Nullable UUID after, int limit) {
    Conditions where =
        Conditions.where("c.tenant_id = :tenant", "tenant", tenant)
            .andIfGiven("c.id < :after", "after", after);
    return sql.of(CHANGE.select("c") + where + " ORDER BY c.id DESC LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(JdbiAssignments::change);
  }

  @Override
  public List<OverrideRow> overrides(TenantId tenant, Collection<SubjectRef> subjects) {
    List<OverrideRow> found = new ArrayList<>();
    Map<String, List<SubjectRef>> byType =
        subjects.stream().distinct().collect(Collectors.groupingBy(SubjectRef::type));
    byType.forEach(
        (type, ofType) ->
            found.addAll(
                sql.of(
                        OVERRIDE.select("o")
                            + """
                            WHERE o.tenant_id = :tenant AND o.subject_type = :subject_type AND o.subject_id IN (:subject_ids)
                            """)
                    .bind("tenant", tenant)
                    .bind("subject_type", type)
                    .bind("subject_ids", ofType.stream().map(SubjectRef::id).toList())
                    .list(JdbiAssignments::override)));
    return found;
  }

  @Override
  public void putOverride(OverrideRow row) {
    deleteOverride(row.tenant(), row.subject());
    sql.insertOne(OVERRIDE, row);
  }

  @Override
  public boolean deleteOverride(TenantId tenant, SubjectRef subject) {
    return sql.of(
                """
                DELETE FROM #assignment_override
                WHERE tenant_id = :tenant AND subject_type = :subject_type AND subject_id = :subject_id
                """)
            .bind("tenant", tenant)
            .bind(subject)
            .update()
        > 0;
  }

  @Override
  public boolean erase(TenantId tenant, SubjectRef subject) {
    int changes =
        sql.of(
                """
                DELETE FROM #assignment_change
                WHERE tenant_id = :tenant AND subject_type = :subject_type AND subject_id = :subject_id
                """)
            .bind("tenant", tenant)
            .bind(subject)
            .update();
    return deleteOverride(tenant, subject) || changes > 0;
  }

  @Override
  public List<RuleRow> rules(TenantId tenant) {
    return sql.of(
            RULE.select("r")
                + "WHERE r.tenant_id = :tenant ORDER BY r.priority DESC, r.created_at, r.id")
        .bind("tenant", tenant)
        .list(JdbiAssignments::rule);
  }

  @Override
  public void putRule(RuleRow row) {
    revisions.raise(row.tenant());
    delete(row.tenant(), row.id());
    sql.insertOne(RULE, row);
  }

  private int delete(TenantId tenant, UUID id) {
    return sql.of("DELETE FROM #assignment_rule WHERE tenant_id = :tenant AND id = :id")
        .bind("tenant", tenant)
        .bind("id", id)
        .update();
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
    return sql.of(DEFAULT.select("d") + "WHERE d.tenant_id = :tenant")
        .bind("tenant", tenant)
        .first(JdbiAssignments::defaults);
  }

  @Override
  public void putDefaults(DefaultRow row) {
    revisions.raise(row.tenant());
    sql.of("DELETE FROM #assignment_default WHERE tenant_id = :tenant")
        .bind("tenant", row.tenant())
        .update();
    sql.insertOne(DEFAULT, row);
  }

  @Override
  public long revision(TenantId tenant) {
    return revisions.get(tenant);
  }
}
