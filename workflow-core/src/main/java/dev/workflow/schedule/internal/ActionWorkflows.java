package dev.workflow.schedule.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.service.DefinitionService;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.StoreTransaction;
import java.util.List;
import java.util.UUID;

/**
 * The workflows with one step that scheduled tasks of the types {@code action}, {@code cleanup} and
 * {@code report} run.
 */
final class ActionWorkflows {

  private static final String STEP = "/steps/0";

  /** What is left over is removed by the next tick. */
  private static final String CLEANUP_TIME = "PT6H";

  private static final String REPORT_TIME = "PT1H";

  private final Transactions transactions;
  private final DefinitionService definitions;

  ActionWorkflows(Transactions transactions) {
    this.transactions = transactions;
    this.definitions = new DefinitionService(transactions);
  }

  /** The key of a task's workflow. */
  static String key(UUID schedule) {
    return "scheduled-" + schedule;
  }

  /**
   * The workflow of a task.
   *
   * @throws InvalidInputException if its action is unknown, or wrongly configured
   * @throws dev.workflow.AccessDeniedException if whoever schedules it may not use its action
   */
  WorkflowDefinition checked(TenantId tenant, UUID schedule, ScheduledTask task, Actor by) {
    List<Problem> problems;
    try {
      WorkflowDefinition definition = WorkflowDefinition.parse(document(schedule, task));
      problems = definitions.checkDocument(tenant, definition);
      if (problems.isEmpty()) {
        definitions.requireActions(tenant, definition, by);
        return definition;
      }
    } catch (InvalidDefinitionException e) {
      problems = e.problems();
    }
    throw new InvalidInputException(
        "The scheduled task", problems.stream().map(ActionWorkflows::ofTask).toList());
  }

  private static JsonNode document(UUID schedule, ScheduledTask task) {
    ObjectNode json = Json.object().put("key", key(schedule)).put("name", task.name());
    ObjectNode step = json.putArray("steps").addObject().put("id", "run");
    if (task.type() == ScheduledTask.Type.CLEANUP) {
      step.put("action", "cleanup").put("timeout", CLEANUP_TIME).set("config", task.config());
      return json;
    }
    if (task.type() == ScheduledTask.Type.REPORT) {
      step.put("action", "scheduled_report")
          .put("timeout", REPORT_TIME)
          .set("config", task.config());
      return json;
    }
    step.put("action", task.config().path("action").asText());
    if (task.config().path("config").isObject()) {
      step.set("config", task.config().path("config"));
    }
    return json;
  }

  /** In the task, the step's keys stand in {@code config}. */
  private static Problem ofTask(Problem problem) {
    return problem.pointer().startsWith(STEP)
        ? new Problem("/config" + problem.pointer().substring(STEP.length()), problem.message())
        : problem;
  }

  /** Publishes what was checked. */
  void publish(
      StoreTransaction transaction, TenantId tenant, WorkflowDefinition checked, Actor by) {
    definitions.insert(transaction, tenant, checked, by);
  }

  /** Nothing starts it any more; what runs goes on. */
  void archive(StoreTransaction transaction, TenantId tenant, UUID schedule, Actor by) {
    for (DefinitionRow row : transaction.definitions().versions(tenant, key(schedule))) {
      transaction.definitions().put(row.archived(transactions.engine().now(), by.id()));
    }
  }

  /** Forgets what this node knows of the tenant's workflows. */
  void changed(TenantId tenant) {
    transactions.engine().workflows().changed(tenant);
  }
}
