package dev.workflow.memory;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.spi.store.EventSubscriptionLookup;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows.TaskCount;
import dev.workflow.spi.store.InstanceRows.TaskGroup;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows kept with the instances: subscriptions, tasks and messages. */
final class MemorySideRows {

  private static final Comparator<TaskRow> OLDEST_FIRST =
      Comparator.<TaskRow, Instant>comparing(row -> row.times().readyAt())
          .thenComparing(TaskRow::instance)
          .thenComparing(TaskRow::step);

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
    if (side.facts() != null) {
      new MemoryStatistics(tables, undo).addFacts(List.of(side.facts()));
    }
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

  boolean isSubscribed(TenantId tenant, String eventType) {
    return tables.subscriptions.values().stream()
        .anyMatch(
            row -> row.instance().tenant().equals(tenant) && row.eventType().equals(eventType));
  }

  Optional<TaskRow> task(InstanceKey instance, String step) {
    return Optional.ofNullable(tables.tasks.get(new Tables.StepRef(instance, step)));
  }

  List<TaskRow> tasks(TaskFilter filter, @Nullable TaskRow after, int limit) {
    Comparator<TaskRow> order = OLDEST_FIRST;
    switch (filter.query().order()) {
      case DUE -> {
        var rows = after == null ? tables.tasksInOrder : tables.tasksInOrder.tailSet(after, false);
        return rows.stream().filter(filter::fits).limit(limit).toList();
      }
      case OLDEST_FIRST -> {}
      case NEWEST_FIRST -> order = OLDEST_FIRST.reversed();
    }
    Comparator<TaskRow> by = order;
    return tables.tasksInOrder.stream()
        .filter(filter::fits)
        .filter(row -> after == null || by.compare(row, after) > 0)
        .sorted(by)
        .limit(limit)
        .toList();
  }

  long countTasks(TaskFilter filter, int atMost) {
    return tables.tasksInOrder.stream().filter(filter::fits).limit(atMost).count();
  }

  List<TaskCount> countTasks(TaskFilter filter, TaskGroup by) {
    Map<Optional<String>, Long> counts =
        tables.tasksInOrder.stream()
            .filter(filter::fits)
            .flatMap(row -> by.values(row, filter.now()))
            .collect(Collectors.groupingBy(value -> value, Collectors.counting()));
    return counts.entrySet().stream()
        .map(count -> new TaskCount(count.getKey().orElse(null), count.getValue()))
        .sorted(
            Comparator.comparing(TaskCount::tasks)
                .reversed()
                .thenComparing(
                    TaskCount::value, Comparator.nullsLast(Comparator.<String>naturalOrder())))
        .toList();
  }
}
