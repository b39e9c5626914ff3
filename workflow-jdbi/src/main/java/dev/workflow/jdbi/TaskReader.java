package dev.workflow.jdbi;

import static dev.workflow.jdbi.internal.TaskTable.TASK;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.TaskSearch;
import dev.workflow.jdbi.internal.TaskTable;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows.Performer;
import dev.workflow.spi.store.InstanceRows.TaskCount;
import dev.workflow.spi.store.InstanceRows.TaskFilter;
import dev.workflow.spi.store.InstanceRows.TaskGroup;
import dev.workflow.spi.store.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds, lists and counts open tasks. */
final class TaskReader {

  private static final String JOINED =
      "#task_offer o JOIN #task t ON t.tenant_id = o.tenant_id AND t.instance_id = o.instance_id AND t.step = o.step";

  private static final String FOUND =
      TASK.select("t")
          + """
          JOIN (
          %s) o ON t.instance_id = o.instance_id AND t.step = o.step
          WHERE t.tenant_id = :tenant
          ORDER BY o.due_at, o.rank, o.ready_at, o.instance_id, o.step
          """;

  private final Sql sql;
  private final TaskSearch search;

  TaskReader(Sql sql, TaskSearch search) {
    this.sql = sql;
    this.search = search;
  }

  Optional<TaskRow> find(InstanceKey instance, String step) {
    return sql.of(
            TASK.select("t")
                + "WHERE tenant_id = :tenant AND instance_id = :instance AND step = :step")
        .bind("tenant", instance.tenant())
        .bind("instance", instance.id())
        .bind("step", step)
        .first(TaskTable::row);
  }

  /** What somebody has claimed is found even if they may not do it any more, and left out here. */
  List<TaskRow> list(TaskFilter filter, @Nullable TaskRow after, int limit) {
    List<TaskRow> found = found(filter, after, limit);
    if (filter.whose() == null || found.stream().allMatch(filter.whose()::opens)) {
      return found;
    }
    List<TaskRow> theirs = new ArrayList<>();
    while (true) {
      found.stream().filter(filter.whose()::opens).forEach(theirs::add);
      if (theirs.size() >= limit || found.size() < limit) {
        return theirs.subList(0, Math.min(limit, theirs.size()));
      }
      found = found(filter, found.get(found.size() - 1), limit);
    }
  }

  private List<TaskRow> found(TaskFilter filter, @Nullable TaskRow after, int limit) {
    Conditions where = Conditions.where("TRUE", "tenant", filter.tenant());
    if (after != null) {
      TaskRow.Times times = after.times();
      where
          .and(
              "(o.due_at, o.rank, o.ready_at, o.instance_id, o.step)"
                  + " > (:after_due, :after_rank, :after_ready, :after_instance, :after_step)",
              "after_due",
              TaskTable.due(times))
          .bind("after_rank", TaskTable.rank(times))
          .bind("after_ready", times.readyAt())
          .bind("after_instance", after.instance().id())
          .bind("after_step", after.step());
    }
    String offers = offers(filter, where);
    return sql.of(FOUND.formatted(offers)).bind(where).bind("limit", limit).list(TaskTable::row);
  }

  long count(TaskFilter filter, int atMost) {
    Conditions where = Conditions.where("TRUE", "tenant", filter.tenant());
    String offers = some(filter, where);
    return sql.of("SELECT count(*) AS tasks FROM (\n" + offers + ") found")
        .bind(where)
        .bind("limit", atMost)
        .first(row -> row.getLong("tasks"))
        .orElse(0L);
  }

  /** How many tasks actors hold that are shown at a time. */
  Map<String, Long> held(TenantId tenant, Collection<String> actors, @Nullable Instant shownAt) {
    Map<String, Long> held = new HashMap<>();
    if (actors.isEmpty()) {
      return held;
    }
    sql.of(
            """
            SELECT who, count(*) AS tasks FROM #task_offer
            WHERE tenant_id = :tenant AND who IN (:who) AND (follow_up_at IS NULL OR follow_up_at <= :shown_at)
            GROUP BY who
            """)
        .bind("tenant", tenant)
        .bind("who", actors.stream().map(TaskTable::holder).toList())
        .bind("shown_at", shownAt == null ? TaskRow.Times.FOR_GOOD : shownAt)
        .list(row -> Map.entry(TaskTable.ofHolder(row.getString("who")), row.getLong("tasks")))
        .forEach(one -> held.put(one.getKey(), one.getValue()));
    return held;
  }

  List<TaskCount> count(TaskFilter filter, TaskGroup group) {
    String by =
        switch (group) {
          case STATE -> "t.state";
          case WORKFLOW -> "t.workflow";
          case ACTION -> "t.action";
          case ASSIGNEE -> "nullif(coalesce(t.claimed_by, t.assignee), '')";
        };
    Conditions where = Conditions.where("TRUE", "tenant", filter.tenant());
    String offers = some(filter, where);
    return sql.of(
            """
            SELECT by_value AS by_value, count(*) AS tasks FROM (
            SELECT %s AS by_value FROM #task t JOIN (
            %s) o ON t.instance_id = o.instance_id AND t.step = o.step WHERE t.tenant_id = :tenant) found
            GROUP BY by_value ORDER BY tasks DESC, by_value NULLS LAST
            """
                .formatted(by, offers))
        .bind(where)
        .bind("limit", Integer.MAX_VALUE)
        .list(row -> new TaskCount(row.getString("by_value"), row.getLong("tasks")));
  }

  /** The query for the offers that a filter finds; what it needs is bound. */
  private String offers(TaskFilter filter, Conditions where) {
    String from = from(filter, where);
    return search.offers(from, conditions(where), TaskTable.who(filter), where.binding());
  }

  /** The same for whoever counts them. */
  private String some(TaskFilter filter, Conditions where) {
    String from = from(filter, where);
    return search.some(from, conditions(where), TaskTable.who(filter), where.binding());
  }

  private static String from(TaskFilter filter, Conditions where) {
    boolean joined = ofOffer(filter, where);
    joined |= ofTask(filter, where);
    return joined ? JOINED : "#task_offer o";
  }

  private static String conditions(Conditions where) {
    return where.toString().replaceFirst("^WHERE", "AND");
  }

  /** Conditions that the offers alone answer. Returns whether there are others. */
  private static boolean ofOffer(TaskFilter filter, Conditions where) {
    where.andIfGiven("o.due_at < :due_before", "due_before", filter.dueBefore());
    where.andIfGiven(
        "(o.follow_up_at IS NULL OR o.follow_up_at <= :shown_at)", "shown_at", filter.shownAt());
    if (filter.unclaimed()) {
      where.and("o.claimed_by IS NULL");
    }
    Performer whose = filter.whose();
    if (whose == null) {
      return filter.subject() != null && filter.holder() != null;
    }
    where.and(
        "(o.excluded IS NULL OR position(:excluded_actor IN o.excluded) = 0)",
        "excluded_actor",
        "\n" + whose.actor() + "\n");
    return filter.subject() != null || filter.holder() != null;
  }

  private static boolean ofTask(TaskFilter filter, Conditions where) {
    boolean some = filter.workflow() != null || filter.action() != null || filter.label() != null;
    where.andIfGiven("t.workflow = :workflow", "workflow", filter.workflow());
    where.andIfGiven("t.action = :action", "action", filter.action());
    if (filter.label() != null) {
      where.and(
          "position(:label IN lower(t.label)) > 0",
          "label",
          filter.label().toLowerCase(Locale.ROOT));
    }
    boolean both = filter.whose() != null || (filter.subject() != null && filter.holder() != null);
    if (filter.subject() != null && both) {
      where
          .and("t.subject_type = :subject_type", "subject_type", filter.subject().type())
          .and("t.subject_id = :subject_id", "subject_id", filter.subject().id());
    }
    if (filter.holder() != null && both) {
      where.and("coalesce(t.claimed_by, t.assignee) = :holder", "holder", filter.holder());
    }
    return some;
  }
}
