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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows kept with the instances: subscriptions, tasks and messages. */
final class MemorySideRows {

  private static final Comparator<TaskRow> OLDEST_FIRST =
      Comparator.comparing(TaskRow::since)
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

  /** Cancels what an instance has not sent yet. */
  void cancelMessages(InstanceKey instance, Instant at) {
    messages.cancel(instance, at);
  }

  /**
   * Removes the rows kept with instances but their messages.
   *
   * @param finished whether the tasks that have ended go, too
   */
  void remove(Set<InstanceKey> instances, boolean finished) {
    Map<InstanceKey, List<String>> subscriptions = new HashMap<>();
    Map<InstanceKey, List<String>> tasks = new HashMap<>();
    for (Tables.StepRef ref : tables.subscriptions.keySet()) {
      if (instances.contains(ref.instance())) {
        steps(subscriptions, ref.instance()).add(ref.step());
      }
    }
    for (TaskRow task : tables.tasks.values()) {
      if (instances.contains(task.instance()) && (finished || task.finish() == null)) {
        steps(tasks, task.instance()).add(task.step());
      }
    }
    for (InstanceKey key : instances) {
      write(
          key,
          new InstanceChange.SideRows(
              List.of(), steps(subscriptions, key), List.of(), steps(tasks, key), List.of(), null));
    }
  }

  private static List<String> steps(Map<InstanceKey, List<String>> all, InstanceKey instance) {
    return all.computeIfAbsent(instance, one -> new ArrayList<>());
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
    return Optional.ofNullable(tables.tasks.get(new Tables.StepRef(instance, step)))
        .filter(task -> task.finish() == null);
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
