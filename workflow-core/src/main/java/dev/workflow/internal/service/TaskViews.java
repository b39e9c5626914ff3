package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.TaskId;
import dev.workflow.Tasks.Finish;
import dev.workflow.Tasks.Task;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.Commands;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.TaskRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tasks as users see them, with what they ask. */
final class TaskViews {

  private final Transactions transactions;

  TaskViews(Transactions transactions) {
    this.transactions = transactions;
  }

  /** One read of all instances of a page. */
  List<Task> of(List<TaskRow> rows) {
    Set<InstanceKey> keys = new LinkedHashSet<>();
    rows.forEach(row -> keys.add(row.instance()));
    Map<InstanceKey, InstanceReader.Stored> stored =
        keys.isEmpty()
            ? Map.of()
            : transactions.transact(
                transaction ->
                    new InstanceReader(transactions.engine(), transaction).readable(keys));
    Map<InstanceKey, Asked> asked = new HashMap<>();
    stored.forEach(
        (key, one) -> asked.put(key, new Asked(transactions.engine(), one.snapshot(), one.tree())));
    return rows.stream()
        .map(row -> task(row, asks(row, stored.get(row.instance()), asked.get(row.instance()))))
        .toList();
  }

  private static @Nullable JsonNode asks(
      TaskRow row, InstanceReader.@Nullable Stored instance, @Nullable Asked asked) {
    return instance == null || asked == null
        ? null
        : asked.of(instance.snapshot().step(StepKey.parse(row.step())));
  }

  private static Task task(TaskRow row, @Nullable JsonNode asks) {
    return new Task(
        TaskId.of(row.instance().id(), row.step()),
        row.action(),
        row.label(),
        row.workflow(),
        row.subject(),
        StepState.of(row.state()),
        row.offer().roles(),
        row.offer().actors(),
        Commands.somebody(row.offer().assignee()),
        row.offer().claimedBy() == null ? null : Actor.of(row.offer().claimedBy()),
        row.offer().owner(),
        row.times().readyAt(),
        row.times().dueAt(),
        TaskRow.Times.FOR_GOOD.equals(row.times().followUpAt()) ? null : row.times().followUpAt(),
        row.times().priority(),
        row.sight().fields(),
        asks,
        row.finish() == null ? null : finish(row.finish(), row.times().readyAt()));
  }

  /**
   * @param ready null: it never was
   */
  static Finish finish(TaskRow.Finish end, @Nullable Instant ready) {
    Instant begun = end.begunAt();
    return new Finish(
        end.by() == null ? null : Actor.of(end.by()),
        end.forWhom(),
        end.others(),
        end.at(),
        begun == null || ready == null ? null : Duration.between(ready, begun),
        begun == null ? null : Duration.between(begun, end.at()));
  }
}
