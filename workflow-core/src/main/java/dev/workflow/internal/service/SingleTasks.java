package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionDiff;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.decide.DocumentEdits;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.Plan;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.Transactions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that are no part of a longer work: each an instance of one workflow, whose only step is
 * edited to be the task before it begins. So a task is in the journal, not among the definitions.
 */
final class SingleTasks {

  private static final String PLACEHOLDER = "no-task";

  /** Disabled, so that nothing starts it as it is. */
  private static final WorkflowDefinition BASE =
      WorkflowDefinition.parse(
          """
          {"key": "%s", "name": "Single tasks", "enabled": false,
           "description": "Tasks that were created one by one; each instance has a step of its own",
           "steps": [{"id": "%s", "action": "log", "config": {"message": "a single task"}}]}
          """
              .formatted(Tasks.SINGLE, PLACEHOLDER));

  private final Transactions transactions;
  private final DefinitionService definitions;
  private final TenantId tenant;

  SingleTasks(Transactions transactions, TenantId tenant) {
    this.transactions = transactions;
    this.definitions = new DefinitionService(transactions);
    this.tenant = tenant;
  }

  TaskId create(@Nullable SubjectRef subject, JsonNode step, ObjectNode input, Actor by) {
    Problems problems = Problems.none();
    long most = transactions.engine().options().maxDataBytes();
    Json.check(step, most, problems.at("step"));
    Json.check(input, most, problems.at("input"));
    problems.throwIfAny(SingleTasks::refused);
    ArrayNode changes = changes(step);
    WorkflowDefinition document = document(changes);
    String id = document.steps().get(0).id();
    Optional<InstanceId> created = created(subject, input, changes, document, by);
    if (created.isEmpty()) {
      definitions.publishIfChanged(tenant, BASE, Actor.ENGINE);
      created = created(subject, input, changes, document, by);
    }
    return TaskId.of(created.orElseThrow(SingleTasks::taken), id);
  }

  private static InvalidInputException refused(List<Problem> problems) {
    return new InvalidInputException("The task", problems);
  }

  private static ConflictException taken() {
    return new ConflictException(
        "the tenant has a workflow of its own with the key \""
            + Tasks.SINGLE
            + "\", which is that of single tasks: publish it under another key");
  }

  private static ArrayNode changes(JsonNode step) {
    ArrayNode changes = Json.array();
    changes.addObject().set("add", step.deepCopy());
    changes.addObject().put("remove", PLACEHOLDER);
    String name = step.path("name").asText("");
    if (!name.isBlank()) {
      changes.addObject().put("rename", name);
    }
    return changes;
  }

  /** The workflow whose only step is the task. */
  private WorkflowDefinition document(ArrayNode changes) {
    List<Problem> problems;
    try {
      WorkflowDefinition document = DocumentEdits.apply("The task", BASE, changes);
      problems = definitions.check(tenant, document);
      if (problems.isEmpty()) {
        return byPeople(document);
      }
    } catch (InvalidDefinitionException e) {
      problems = e.problems();
    }
    throw refused(problems.stream().map(SingleTasks::ofStep).toList());
  }

  private WorkflowDefinition byPeople(WorkflowDefinition document) {
    boolean byPeople =
        document.steps().get(0) instanceof Step.Action action
            && transactions.engine().performedByPeople(action.type());
    if (!byPeople) {
      Problem problem =
          new Problem("/step", "must be an action that people do, such as approval or checklist");
      throw refused(List.of(problem));
    }
    return document;
  }

  /** In the task, the step's keys stand in {@code step}. */
  private static Problem ofStep(Problem problem) {
    String pointer = problem.pointer();
    for (String place : List.of("/steps/0", "/changes/0/add", "/changes/2/rename")) {
      if (pointer.startsWith(place)) {
        return new Problem("/step" + pointer.substring(place.length()), problem.message());
      }
    }
    return problem;
  }

  /** Empty: their workflow is not published yet. */
  private Optional<InstanceId> created(
      @Nullable SubjectRef subject,
      ObjectNode input,
      ArrayNode changes,
      WorkflowDefinition document,
      Actor by) {
    return transactions.change(
        work -> {
          StepTree base = work.workflows(tenant).newest().get(Tasks.SINGLE);
          if (base == null) {
            return Optional.empty();
          }
          if (!base.definition().toJson().get("steps").equals(BASE.toJson().get("steps"))) {
            throw taken();
          }
          InstanceId id = work.draft(tenant, base, subject, input, by);
          begin(work.lock(tenant, id), base, changes, document, by);
          return Optional.of(id);
        });
  }

  private static void begin(
      CommandContext.Locked locked,
      StepTree base,
      ArrayNode changes,
      WorkflowDefinition document,
      Actor by) {
    WorkflowDefinition edited = document.withVersion(base.definition().version());
    locked.reshape(
        base.edited(edited, Map.of()),
        new InstanceInput.Reshape(
            by,
            new Plan.Edit(changes, Map.of()),
            List.of(),
            DefinitionDiff.between(base.definition(), edited).toJson().get("changes"),
            Map.of(),
            List.of(),
            base));
    locked.handle(new InstanceInput.Start(by));
  }
}
