package dev.workflow.examples.host.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What starts by time, and how it went. */
@RestController
@Tag(name = "crm")
@RequestMapping("/api/v1/scheduled-tasks")
class ScheduledTasksController {

  private final ScheduledTasks tasks;

  ScheduledTasksController(ScheduledTasks tasks) {
    this.tasks = tasks;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Create what starts by time")
  ResponseEntity<ObjectNode> createTask(Caller caller, @RequestBody ObjectNode body) {
    ObjectNode created = tasks.create(caller, body);
    return Created.at("/api/v1/scheduled-tasks/{taskId}", created, created.path("id").asText());
  }

  @GetMapping
  @Operation(summary = "The scheduled tasks, oldest first")
  ResponseEntity<Items<ObjectNode>> listTasks(Caller caller, Pages pages) {
    return pages.of((cursor, limit) -> tasks.list(caller, cursor, limit), Function.identity());
  }

  @GetMapping("/{taskId}")
  @Operation(summary = "A scheduled task, with its last and its next run")
  ObjectNode getTask(Caller caller, @PathVariable String taskId) {
    return tasks.get(caller, taskId);
  }

  @PutMapping("/{taskId}")
  @Operation(summary = "Change a scheduled task as a whole")
  ObjectNode putTask(Caller caller, @PathVariable String taskId, @RequestBody ObjectNode body) {
    return tasks.replace(caller, taskId, body);
  }

  @DeleteMapping("/{taskId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a scheduled task; what runs goes on")
  void deleteTask(Caller caller, @PathVariable String taskId) {
    tasks.delete(caller, taskId);
  }

  @GetMapping("/{taskId}/executions")
  @Operation(summary = "The runs of a scheduled task, newest first")
  ResponseEntity<Items<ExecutionView>> listExecutions(
      Caller caller, Pages pages, @PathVariable String taskId) {
    return pages.of(
        (cursor, limit) -> tasks.executions(caller, taskId, cursor, limit), ExecutionView::of);
  }
}
