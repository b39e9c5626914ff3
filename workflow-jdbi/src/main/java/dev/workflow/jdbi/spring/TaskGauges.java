package dev.workflow.jdbi.spring;

import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.task.TaskQuery;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongBiFunction;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The gauges {@code workflow.tasks.open} and {@code workflow.tasks.overdue} of some tenants
 * together: a question to the store for each tenant whenever somebody looks. Thread-safe.
 */
final class TaskGauges implements MeterBinder {

  private final ObjectProvider<WorkflowEngine> engine;
  private final List<TenantId> tenants;

  TaskGauges(ObjectProvider<WorkflowEngine> engine, String[] tenants) {
    this.engine = engine;
    this.tenants =
        Stream.of(tenants)
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(TenantId::of)
            .toList();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    if (!tenants.isEmpty()) {
      Gauge.builder(
              "workflow.tasks.open",
              () -> sum((tasks, tenant) -> tasks.count(tenant, TaskQuery.all()).tasks()))
          .description("Tasks that can be done, or are put aside")
          .register(registry);
      Gauge.builder("workflow.tasks.overdue", () -> sum(TaskGauges::overdue))
          .description("Open tasks that were due before now")
          .register(registry);
    }
  }

  private static long overdue(Tasks tasks, TenantId tenant) {
    return tasks
        .countBy(tenant, TaskQuery.all(), Tasks.Group.OVERDUE)
        .getOrDefault(Optional.of("true"), 0L);
  }

  private double sum(ToLongBiFunction<Tasks, TenantId> counted) {
    Tasks tasks = engine.getObject().tasks();
    return tenants.stream().mapToLong(tenant -> counted.applyAsLong(tasks, tenant)).sum();
  }
}
