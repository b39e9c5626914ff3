package dev.workflow.memory;

import dev.workflow.InstanceId;
import dev.workflow.spi.store.EventSubscriptionLookup;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows.TaskCount;
import dev.workflow.spi.store.InstanceRows.TaskFilter;
import dev.workflow.spi.store.InstanceRows.TaskGroup;
import dev.workflow.spi.store.TaskRow;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is kept with the instances: subscriptions, tasks and messages. */
final class MemorySideRows {

  private final Tables tables;
  private final UndoLog undo;
  private final MemoryMessages messages;

  MemorySideRows(Tables tables, UndoLog undo, MemoryMessages messages) {
    this.tables = tables;
    this.undo = undo;
    this.messages = messages;
  }

  void write(InstanceKey key, InstanceChange.SideRows side) {
    for (String step : side.subscriptionsRemoved()) {
      EventSubscriptionRow gone = undo.remove(tables.subscriptions, new Tables.StepRef(key, step));
      if (gone != null) {
        undo.remove(tables.subscriptions(lookup(gone)), gone);
      }
    }
    for (EventSubscriptionRow subscription : side.subscriptionsAdded()) {
      undo.put(tables.subscriptions, new Tables.StepRef(key, subscription.step()), subscription);
      undo.add(tables.subscriptions(lookup(subscription)), subscription);
    }
    for (String step : side.tasksRemoved()) {
      TaskRow gone = undo.remove(tables.tasks, new Tables.StepRef(key, step));
      if (gone != null) {
        undo.remove(tables.tasksInOrder, gone);
      }
    }
    for (TaskRow task : side.tasksPut()) {
      TaskRow before = undo.put(tables.tasks, new Tables.StepRef(key, task.step()), task);
      if (before != null) {
        undo.remove(tables.tasksInOrder, before);
      }
      undo.add(tables.tasksInOrder, task);
    }
    if (side.messagesCanceledAt() != null) {
      messages.cancel(key, side.messagesCanceledAt());
    }
    messages.insert(side.messages());
  }

  /** Removes all rows kept with an instance but its messages. */
  void removeAll(InstanceKey key) {
    List<String> subscriptions =
        tables.subscriptions.keySet().stream()
            .filter(ref -> ref.instance().equals(key))
            .map(Tables.StepRef::step)
            .toList();
    List<String> tasks =
        tables.tasks.keySet().stream()
            .filter(ref -> ref.instance().equals(key))
            .map(Tables.StepRef::step)
            .toList();
    write(
        key,
        new InstanceChange.SideRows(List.of(), subscriptions, List.of(), tasks, List.of(), null));
  }

  private static EventSubscriptionLookup lookup(EventSubscriptionRow subscription) {
    return new EventSubscriptionLookup(
        subscription.instance().tenant(), subscription.eventType(), subscription.key());
  }

  /** The subscriptions that fit any of the lookups, oldest instance first. */
  List<EventSubscriptionRow> subscriptions(
      Collection<EventSubscriptionLookup> lookups, @Nullable InstanceId after, int limit) {
    TreeSet<EventSubscriptionRow> found =
        new TreeSet<>(
            Comparator.comparing(EventSubscriptionRow::instance)
                .thenComparing(EventSubscriptionRow::step));
    for (EventSubscriptionLookup lookup : lookups) {
      tables.subscriptions(lookup).stream()
          .filter(row -> after == null || row.instance().id().compareTo(after) > 0)
          .limit(limit)
          .forEach(found::add);
    }
    return List.copyOf(found);
  }

  Optional<TaskRow> task(InstanceKey instance, String step) {
    return Optional.ofNullable(tables.tasks.get(new Tables.StepRef(instance, step)));
  }

  List<TaskRow> tasks(TaskFilter filter, @Nullable TaskRow after, int limit) {
    var rows = after == null ? tables.tasksInOrder : tables.tasksInOrder.tailSet(after, false);
    return rows.stream().filter(row -> fits(filter, row)).limit(limit).toList();
  }

  long countTasks(TaskFilter filter, int atMost) {
    return tables.tasksInOrder.stream().filter(row -> fits(filter, row)).limit(atMost).count();
  }

  List<TaskCount> countTasks(TaskFilter filter, TaskGroup by) {
    Map<Optional<String>, Long> counts =
        tables.tasksInOrder.stream()
            .filter(row -> fits(filter, row))
            .collect(Collectors.groupingBy(row -> value(row, by), Collectors.counting()));
    return counts.entrySet().stream()
        .map(count -> new TaskCount(count.getKey().orElse(null), count.getValue()))
        .sorted(
            Comparator.comparing(TaskCount::tasks)
                .reversed()
                .thenComparing(
                    TaskCount::value, Comparator.nullsLast(Comparator.<String>naturalOrder())))
        .toList();
  }

  private static Optional<String> value(TaskRow row, TaskGroup by) {
    return Optional.ofNullable(
        switch (by) {
          case STATE -> row.state();
          case WORKFLOW -> row.workflow();
          case ACTION -> row.action();
          case ASSIGNEE -> holder(row);
        });
  }

  private static @Nullable String holder(TaskRow row) {
    TaskRow.Offer offer = row.offer();
    if (offer.claimedBy() != null) {
      return offer.claimedBy();
    }
    return offer.assignee() == null || offer.assignee().isEmpty() ? null : offer.assignee();
  }

  private static boolean fits(TaskFilter filter, TaskRow row) {
    TaskRow.Times times = row.times();
    return row.instance().tenant().equals(filter.tenant())
        && (filter.subject() == null || filter.subject().equals(row.subject()))
        && (filter.workflow() == null || filter.workflow().equals(row.workflow()))
        && (filter.action() == null || filter.action().equals(row.action()))
        && (filter.holder() == null || filter.holder().equals(holder(row)))
        && (filter.shownAt() == null
            || times.followUpAt() == null
            || !times.followUpAt().isAfter(filter.shownAt()))
        && (filter.dueBefore() == null
            || (times.dueAt() != null && times.dueAt().isBefore(filter.dueBefore())))
        && (filter.label() == null
            || row.label()
                .toLowerCase(Locale.ROOT)
                .contains(filter.label().toLowerCase(Locale.ROOT)))
        && !(filter.unclaimed() && row.offer().claimedBy() != null)
        && (filter.whose() == null || filter.whose().opens(row));
  }
}
