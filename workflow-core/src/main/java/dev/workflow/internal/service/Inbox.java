package dev.workflow.internal.service;

import dev.workflow.Actor;
import dev.workflow.Page;
import dev.workflow.Tasks;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows.TaskCount;
import dev.workflow.spi.store.InstanceRows.TaskGroup;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that an actor may do, for themselves and for those who are away. Those of several
 * people are found one after the other and put together, each task once.
 */
final class Inbox {

  /** How many tasks are read at once by whoever needs all. */
  private static final int PORTION = 1_000;

  private record Key(InstanceKey instance, String step) {}

  private final Transactions transactions;
  private final TaskFilter filter;
  private final Actor actor;
  private final OwnTasks own;
  private final Set<String> absent;

  /**
   * @param filter what is asked for, of anybody
   */
  Inbox(Transactions transactions, TaskFilter filter, Actor actor) {
    this.transactions = transactions;
    this.filter = filter;
    this.actor = actor;
    this.own = new OwnTasks(transactions, filter, actor);
    this.absent =
        transactions
            .engine()
            .actors()
            .substitutions(filter.tenant())
            .actsFor(actor.id(), transactions.engine().now());
  }

  Page<Tasks.Task> page(@Nullable TaskRow after, int limit) {
    OwnTasks.Found found = find(after, limit);
    return new Page<>(
        new TaskViews(transactions).of(found.rows()),
        Optional.ofNullable(found.last())
            .map(
                row ->
                    TaskCursor.of(
                        TaskLists.cursorOf(TaskLists.CURSOR_OF_INBOX, filter.query()), row)));
  }

  /** What the store finds of all that the actor may do; empty: it cannot. */
  Optional<TaskFilter> inStore() {
    return absent.isEmpty() ? own.theirs() : Optional.empty();
  }

  List<TaskRow> rows(@Nullable TaskRow after, int limit) {
    return find(after, limit).rows();
  }

  private OwnTasks.Found find(@Nullable TaskRow after, int limit) {
    OwnTasks.Found theirs = own.find(after, limit);
    if (absent.isEmpty()) {
      return theirs;
    }
    List<TaskRow> all = new ArrayList<>(theirs.rows());
    boolean more = theirs.last() != null;
    for (String one : absent) {
      OwnTasks.Found found = of(one, after, limit);
      all.addAll(found.rows());
      more |= found.last() != null;
    }
    Set<Key> known = new HashSet<>();
    List<TaskRow> each =
        all.stream().sorted(filter.order()).filter(row -> known.add(key(row))).toList();
    List<TaskRow> rows = each.subList(0, Math.min(limit, each.size()));
    more |= each.size() > limit;
    return new OwnTasks.Found(rows, more && !rows.isEmpty() ? rows.get(rows.size() - 1) : null);
  }

  private static Key key(TaskRow row) {
    return new Key(row.instance(), row.step());
  }

  /** The tasks of somebody who is away, without those that exclude the substitute. */
  private OwnTasks.Found of(String one, @Nullable TaskRow after, int limit) {
    OwnTasks tasks = new OwnTasks(transactions, filter, Actor.of(one));
    List<TaskRow> rows = new ArrayList<>();
    TaskRow last = after;
    while (true) {
      OwnTasks.Found found = tasks.find(last, limit);
      for (TaskRow row : found.rows()) {
        if (!row.offer().excluded().contains(actor.id())) {
          rows.add(row);
        }
        if (rows.size() == limit) {
          return new OwnTasks.Found(rows, row);
        }
      }
      last = found.last();
      if (last == null) {
        return new OwnTasks.Found(rows, null);
      }
    }
  }

  long count(int atMost) {
    return absent.isEmpty() ? own.count(atMost) : all(atMost).size();
  }

  /** The first ones, read in portions. */
  List<TaskRow> all(int atMost) {
    List<TaskRow> all = new ArrayList<>();
    TaskRow last = null;
    do {
      OwnTasks.Found found = find(last, PORTION);
      all.addAll(found.rows());
      last = found.last();
    } while (last != null && all.size() < atMost);
    return all.subList(0, Math.min(all.size(), atMost));
  }

  /** Of a substitute as many as are counted at most. */
  List<TaskCount> countBy(TaskGroup group) {
    if (absent.isEmpty()) {
      return own.countBy(group);
    }
    Map<Optional<String>, Long> counts = new HashMap<>();
    for (TaskRow row : all(Tasks.MOST_COUNTED)) {
      group.values(row, filter.now()).forEach(value -> counts.merge(value, 1L, Long::sum));
    }
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<Optional<String>, Long>comparingByValue()
                .reversed()
                .thenComparing(one -> one.getKey().isEmpty())
                .thenComparing(one -> one.getKey().orElse("")))
        .map(one -> new TaskCount(one.getKey().orElse(null), one.getValue()))
        .toList();
  }
}
