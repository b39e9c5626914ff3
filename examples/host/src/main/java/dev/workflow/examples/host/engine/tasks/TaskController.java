package dev.workflow.examples.host.engine.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.WorkflowEngine;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.task.TaskCommand;
import dev.workflow.task.TaskQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tasks: the inbox, and one task with its form. */
@Tag(name = "tasks")
@RestController
@RequestMapping("/api/v1/tasks")
class TaskController {

  private final Engines engines;
  private final WorkflowEngine engine;

  TaskController(Engines engines, WorkflowEngine engine) {
    this.engines = engines;
    this.engine = engine;
  }

  private Tasks tasks(Caller caller) {
    return engines.of(caller).tasks();
  }

  /**
   * Counts and the next task are refused to whoever may not see all that a query may find. What a
   * query limits to the caller's own tasks, or to those that the caller may see, is theirs.
   */
  private Tasks tasks(Caller caller, TaskQuery query) {
    boolean own =
        caller.actor().equals(query.actor()) || caller.actor().equals(query.scope().viewer());
    return own ? engine.tasks() : tasks(caller);
  }

  @Operation(summary = "List")
  @GetMapping
  ResponseEntity<Items<TaskView>> list(
      Caller caller, @ParameterObject TaskParameters filter, Pages pages) {
    return pages.of(
        (cursor, limit) ->
            tasks(caller).query(caller.tenant(), filter.filter().query(caller), cursor, limit),
        TaskView::of);
  }

  /** At most 10,000 are counted. */
  record TaskCount(long tasks, boolean more) {}

  @Operation(summary = "Count")
  @GetMapping("/count")
  TaskCount count(Caller caller, @ParameterObject TaskParameters filter) {
    TaskQuery query = filter.filter().query(caller);
    Tasks.Count count = tasks(caller, query).count(caller.tenant(), query);
    return new TaskCount(count.tasks(), count.more());
  }

  /** How many there are of one kind; value null: of none. */
  record TaskGroup(@Nullable String value, long tasks) {}

  @Operation(
      summary = "by: state, workflow, action, holder, assignee, role, overdue or finished_by")
  @GetMapping("/count-by")
  Items<TaskGroup> countBy(
      Caller caller, @RequestParam String by, @ParameterObject TaskParameters filter) {
    Tasks.Group group = Refusal.require("by", Refusal.word(Tasks.Group.class, "by", by));
    TaskQuery query = filter.filter().query(caller);
    return Items.all(
        tasks(caller, query).countBy(caller.tenant(), query, group).entrySet().stream()
            .map(one -> new TaskGroup(one.getKey().orElse(null), one.getValue()))
            .toList());
  }

  @ApiResponse(responseCode = "200", description = "it is claimed")
  @ApiResponse(responseCode = "204", description = "there is none", content = @Content)
  @Operation(summary = "Claims the next task; 204: there is none")
  @PostMapping("/next")
  ResponseEntity<TaskDetailView> next(Caller caller, @RequestBody TaskFilter body) {
    TaskQuery query = body.query(caller);
    return tasks(caller, query)
        .next(caller.tenant(), caller.actor(), query)
        .map(task -> ResponseEntity.ok(detail(caller, task.id())))
        .orElseGet(() -> ResponseEntity.noContent().build());
  }

  @Operation(summary = "Get")
  @GetMapping("/{instance}/{step}")
  TaskDetailView get(Caller caller, TaskId task) {
    return detail(caller, task);
  }

  private TaskDetailView detail(Caller caller, TaskId id) {
    return detail(tasks(caller), caller, id);
  }

  static TaskDetailView detail(Tasks tasks, Caller caller, TaskId id) {
    Map<TaskCommand, Tasks.Refusal> refusals = new EnumMap<>(TaskCommand.class);
    Tasks.Detail detail = tasks.get(caller.tenant(), id, caller.actor());
    for (TaskCommand command : TaskCommand.values()) {
      tasks
          .whyNot(caller.tenant(), id, caller.actor(), command)
          .ifPresent(refusal -> refusals.put(command, refusal));
    }
    return TaskDetailView.of(detail, refusals);
  }

  /**
   * A task that belongs to no workflow.
   *
   * @param task a step of a definition that people do
   */
  record TaskInput(@Nullable SubjectRef subject, JsonNode task, @Nullable ObjectNode input) {}

  @Operation(summary = "Create")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping
  ResponseEntity<TaskDetailView> create(Caller caller, @RequestBody TaskInput body) {
    ObjectNode input = body.input() == null ? JsonNodeFactory.instance.objectNode() : body.input();
    TaskId id =
        tasks(caller).create(caller.tenant(), body.subject(), body.task(), input, caller.actor());
    return Created.at("/api/v1/tasks/{id}", detail(caller, id), id);
  }
}
