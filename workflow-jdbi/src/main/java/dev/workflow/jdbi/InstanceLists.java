package dev.workflow.jdbi;

import dev.workflow.Instances;
import dev.workflow.SubjectRef;
import dev.workflow.instance.InstanceState;
import dev.workflow.jdbi.internal.InstanceTable;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.DueFilter;
import dev.workflow.spi.store.InstanceRows.DuePlace;
import dev.workflow.spi.store.InstanceRows.InstancePlace;
import dev.workflow.task.TaskQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of instances. Each order has an index, along which the next page begins. */
final class InstanceLists {

  private InstanceLists() {}

  static List<InstanceRow> list(
      Sql sql, Instances.Query query, @Nullable InstancePlace after, int limit) {
    Conditions where =
        Conditions.where("i.tenant_id = :tenant", "tenant", query.tenant())
            .andIfGiven("i.workflow = :workflow", "workflow", query.workflow())
            .andIfGiven("i.workflow_version = :version", "version", query.version())
            .andIfGiven(
                "i.outcome = :outcome",
                "outcome",
                query.outcome() == null ? null : query.outcome().text());
    about(where, query.subject());
    if (!query.states().isEmpty()) {
      where.and(
          "i.state IN (:states)",
          "states",
          query.states().stream().map(InstanceState::name).toList());
    }
    within(where, "created", query.times().created());
    within(where, "ended", query.times().ended());
    boolean down =
        query.order() == Instances.Order.NEWEST_FIRST
            || query.order() == Instances.Order.LAST_ENDED_FIRST;
    from(where, query.order().byEnd(), down ? "<" : ">", after);
    String way = down ? " DESC" : "";
    String order = query.order().byEnd() ? "i.ended_at" + way + ", i.id" + way : "i.id" + way;
    return sql.of(InstanceTable.SELECT + where + " ORDER BY " + order + " LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(InstanceTable::row);
  }

  private static void about(Conditions where, @Nullable SubjectRef subject) {
    if (subject != null) {
      where
          .and("i.subject_type = :subject_type", "subject_type", subject.type())
          .and("i.subject_id = :subject_id", "subject_id", subject.id());
    }
  }

  /** What has no such time is in no range. */
  private static void within(Conditions where, String what, TaskQuery.@Nullable Range range) {
    if (range != null) {
      String column = "i." + what + "_at";
      where
          .and(column + " IS NOT NULL")
          .andIfGiven(column + " >= :" + what + "_from", what + "_from", range.from())
          .andIfGiven(column + " < :" + what + "_to", what + "_to", range.to());
    }
  }

  private static void from(
      Conditions where, boolean byEnd, String beyond, @Nullable InstancePlace after) {
    if (byEnd) {
      where.and("i.ended_at IS NOT NULL");
    }
    if (after == null) {
      return;
    }
    if (byEnd) {
      where
          .and("(i.ended_at, i.id) " + beyond + " (:after_at, :after_id)")
          .bind("after_at", after.endedAt())
          .bind("after_id", after.instance().value());
    } else {
      where.and("i.id " + beyond + " :after", "after", after.instance());
    }
  }

  static List<InstanceRow> due(Sql sql, DueFilter filter, @Nullable DuePlace after, int limit) {
    Conditions where =
        Conditions.where("i.tenant_id = :tenant", "tenant", filter.tenant())
            .and("i.state = :state", "state", "ACTIVE")
            .and("i.due_at < :before", "before", filter.before())
            .andIfGiven("i.workflow = :workflow", "workflow", filter.workflow());
    about(where, filter.subject());
    if (after != null) {
      where
          .and("(i.due_at, i.id) > (:after_at, :after_id)", "after_at", after.at())
          .bind("after_id", after.instance().value());
    }
    return sql.of(InstanceTable.SELECT + where + " ORDER BY i.due_at, i.id LIMIT :limit")
        .bind(where)
        .bind("limit", limit)
        .list(InstanceTable::row);
  }
}
