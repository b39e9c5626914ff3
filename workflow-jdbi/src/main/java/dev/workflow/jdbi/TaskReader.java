package dev.workflow.jdbi;

import static dev.workflow.jdbi.internal.TaskTable.TASK;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.TaskSearch;
import dev.workflow.jdbi.internal.TaskTable;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows.TaskCount;
import dev.workflow.spi.store.InstanceRows.TaskGroup;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds, lists and counts tasks. */
final class TaskReader {

  private static final String OFFERS = "#task_offer o";

  private static final String JOINED =
      "#task_offer o JOIN #task t ON t.tenant_id = o.tenant_id AND t.instance_id = o.instance_id AND t.step = o.step";

  private static final String FOUND =
      TASK.select("t")
          + """
          JOIN (
          %s) o ON t.instance_id = o.instance_id AND t.step = o.step
          WHERE t.tenant_id = :tenant
          ORDER BY %s
          """;

  /** Among so many the first is looked for whose instance is not locked. */
  private static final int LOOKED_AT = 64;

  private final Sql sql;
  private final TaskSearch search;

  TaskReader(Sql sql, TaskSearch search) {
    this.sql = sql;
    this.search = search;
  }

  Optional<TaskRow> find(InstanceKey instance, String step) {
    return sql.of(
            TASK.select("t")
                + "WHERE tenant_id = :tenant AND instance_id = :instance AND step = :step AND ended_at IS NULL")
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
    TaskOrder order = TaskOrder.of(filter.query().order());
    Conditions where = Conditions.where("TRUE", "tenant", filter.tenant());
    if (after != null) {
      order.after(after, where);
    }
    String from = TaskConditions.add(filter, where) ? JOINED : OFFERS;
    String offers =
        search.offers(
            from, conditions(where), TaskTable.who(filter), order.columns(), where.binding());
    return sql.of(FOUND.formatted(offers, "o." + order.columns().replace(", ", ", o.")))
        .bind(where)
        .bind("limit", limit)
        .list(TaskTable::row);
  }

  /** The first ones that nobody has claimed, whose instances are locked here and nowhere else. */
  Optional<List<TaskRow>> lockNext(TaskFilter filter, @Nullable TaskRow after, int limit) {
    Conditions where = Conditions.where("TRUE", "tenant", filter.tenant());
    if (after != null) {
      TaskOrder.DUE.after(after, where);
    }
    TaskFilter free = filter.free();
    String from = TaskConditions.add(free, where) ? JOINED : OFFERS;
    String offers =
        search.offers(
            from, conditions(where), TaskTable.who(free), TaskOrder.DUE.columns(), where.binding());
    return search
        .locking(TASK.select("t"), offers)
        .map(
            query ->
                sql.of(query)
                    .bind(where)
                    .bind("limit", LOOKED_AT)
                    .bind("locked", limit)
                    .list(TaskTable::row));
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
          case HOLDER -> "nullif(coalesce(t.claimed_by, t.assignee), '')";
          case ASSIGNEE -> "nullif(t.assignee, '')";
          case ROLE -> "t.roles";
          case OVERDUE ->
              "CASE WHEN t.due_at < coalesce(t.ended_at, :now) THEN 'true' ELSE 'false' END";
          case FINISHED_BY -> "t.ended_by";
        };
    Conditions where = Conditions.where("TRUE", "tenant", filter.tenant());
    String offers = some(filter, where);
    if (group == TaskGroup.OVERDUE) {
      where.bind("now", filter.now());
    }
    List<TaskCount> counts =
        sql.of(
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
    return group == TaskGroup.ROLE ? ofEach(counts) : counts;
  }

  /** The counts of single roles, of those of all roles that tasks have together. */
  private static List<TaskCount> ofEach(List<TaskCount> together) {
    Map<Optional<String>, Long> counts = new HashMap<>();
    for (TaskCount one : together) {
      if (one.value() == null) {
        counts.merge(Optional.empty(), one.tasks(), Long::sum);
      } else {
        for (String role : one.value().split("\n")) {
          counts.merge(Optional.of(role), one.tasks(), Long::sum);
        }
      }
    }
    return counts.entrySet().stream()
        .map(count -> new TaskCount(count.getKey().orElse(null), count.getValue()))
        .sorted(
            Comparator.comparing(TaskCount::tasks)
                .reversed()
                .thenComparing(
                    TaskCount::value, Comparator.nullsLast(Comparator.<String>naturalOrder())))
        .toList();
  }

  /** The query for some of the offers that a filter finds; what it needs is bound. */
  private String some(TaskFilter filter, Conditions where) {
    String from = TaskConditions.add(filter, where) ? JOINED : OFFERS;
    return search.some(from, conditions(where), TaskTable.who(filter), where.binding());
  }

  private static String conditions(Conditions where) {
    return where.toString().replaceFirst("^WHERE", "AND");
  }
}
