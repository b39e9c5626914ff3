package dev.workflow.jdbi;

import dev.workflow.WorkflowRef;
import dev.workflow.jdbi.internal.InstanceTable;
import dev.workflow.jdbi.internal.JournalTable;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.InstanceRows.JournalPlace;
import dev.workflow.spi.store.InstanceRows.JournalRow;
import dev.workflow.spi.store.InstanceRows.LogFilter;
import dev.workflow.spi.store.InstanceRows.LogRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the journals of a tenant across its instances. */
final class LogReader {

  private static final String SELECT =
      """
      SELECT j.tenant_id, j.instance_id AS id, j.seq, j.at, j.body, i.workflow, i.workflow_version, i.subject_type, i.subject_id
      FROM #journal j JOIN #instance i ON i.tenant_id = j.tenant_id AND i.id = j.instance_id
      """;

  private LogReader() {}

  static List<LogRow> read(Sql sql, LogFilter filter, @Nullable JournalPlace before, int limit) {
    Conditions where =
        Conditions.where("j.tenant_id = :tenant", "tenant", filter.tenant())
            .and("j.at >= :from_at", "from_at", filter.from())
            .and("j.at < :to_at", "to_at", filter.to())
            .andIfGiven("i.workflow = :workflow", "workflow", filter.workflow())
            .andIfGiven(
                "j.instance_id = :instance",
                "instance",
                filter.instance() == null ? null : filter.instance().value());
    if (filter.subject() != null) {
      where
          .and("i.subject_type = :subject_type", "subject_type", filter.subject().type())
          .and("i.subject_id = :subject_id", "subject_id", filter.subject().id());
    }
    if (before != null) {
      where
          .and("(j.at, j.instance_id, j.seq) < (:at, :place, :seq)", "at", before.at())
          .bind("place", before.instance().value())
          .bind("seq", before.seq());
    }
    return sql.of(
            SELECT + where + " ORDER BY j.at DESC, j.instance_id DESC, j.seq DESC LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(
            row ->
                new LogRow(
                    new JournalRow(InstanceTable.key(row), JournalTable.entry(row)),
                    WorkflowRef.of(row.getString("workflow"), row.getInt("workflow_version")),
                    Read.subject(row)));
  }
}
