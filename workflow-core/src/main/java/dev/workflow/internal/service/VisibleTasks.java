package dev.workflow.internal.service;

import dev.workflow.Actor;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.definition.TaskPolicy.Audience;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.TaskVisibility;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that an actor sees, or whoever they substitute: what a filter finds is gone through. An
 * instance is read only for a task that is not for everybody's eyes.
 */
final class VisibleTasks {

  private static final int PORTION = 200;
  private static final int MOST = 10_000;

  private final Transactions transactions;
  private final TaskFilter filter;
  private final List<Actor> viewers = new ArrayList<>();
  private final Map<Asked, Set<String>> roles = new HashMap<>();

  private record Asked(Actor actor, Optional<SubjectRef> subject) {}

  VisibleTasks(Transactions transactions, TaskFilter filter, Actor viewer) {
    this.transactions = transactions;
    this.filter = filter;
    viewers.add(viewer);
    transactions
        .engine()
        .actors()
        .substitutions(filter.tenant())
        .actsFor(viewer.id(), transactions.engine().now())
        .forEach(absent -> viewers.add(Actor.of(absent)));
  }

  /**
   * @param last where the next page begins; null: there is none
   */
  private record Found(List<TaskRow> rows, @Nullable TaskRow last) {}

  Page<Tasks.Task> page(@Nullable TaskRow after, int limit) {
    Found found = find(after, limit);
    return new Page<>(
        new TaskViews(transactions).of(found.rows()),
        Optional.ofNullable(found.last())
            .map(row -> TaskCursor.of(TaskLists.cursorOf(TaskLists.CURSOR, filter.query()), row)));
  }

  Tasks.Count count() {
    Found found = find(null, Tasks.MOST_COUNTED + 1);
    int tasks = found.rows().size();
    return new Tasks.Count(Math.min(tasks, Tasks.MOST_COUNTED), found.last() != null);
  }

  private Found find(@Nullable TaskRow start, int limit) {
    List<TaskRow> seen = new ArrayList<>();
    TaskRow after = start;
    for (int read = 0; read < MOST; read += PORTION) {
      TaskRow from = after;
      List<TaskRow> rows =
          transactions.transact(
              transaction -> transaction.instances().tasks(filter, from, PORTION));
      Map<InstanceKey, InstanceReader.Stored> stored = stored(rows);
      for (TaskRow row : rows) {
        if (sees(row, stored.get(row.instance()))) {
          seen.add(row);
        }
        after = row;
        if (seen.size() == limit) {
          return new Found(seen, row);
        }
      }
      if (rows.size() < PORTION) {
        return new Found(seen, null);
      }
    }
    return new Found(seen, after);
  }

  private Map<InstanceKey, InstanceReader.Stored> stored(List<TaskRow> rows) {
    Set<InstanceKey> keys =
        rows.stream()
            .filter(row -> !everybodys(row))
            .map(TaskRow::instance)
            .collect(Collectors.toSet());
    return keys.isEmpty()
        ? Map.of()
        : transactions.transact(
            transaction -> new InstanceReader(transactions.engine(), transaction).readable(keys));
  }

  private static boolean everybodys(TaskRow row) {
    return row.sight().audience().equals(Audience.ALL.name());
  }

  private boolean sees(TaskRow row, InstanceReader.@Nullable Stored stored) {
    return everybodys(row) || viewers.stream().anyMatch(one -> sees(one, row, stored));
  }

  private boolean sees(Actor one, TaskRow row, InstanceReader.@Nullable Stored stored) {
    Set<String> has =
        roles.computeIfAbsent(
            new Asked(one, Optional.ofNullable(row.subject())),
            any -> ActorRoles.of(transactions.engine(), filter.tenant(), one, row.subject()));
    return has.contains(ActorDirectory.ADMIN)
        || (stored != null
            && new TaskVisibility(stored.tree(), stored.snapshot(), StepKey.parse(row.step()))
                .sees(one.id(), has));
  }
}
