package dev.workflow.examples.host.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
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
@RequestMapping("/api/v1/scheduled-tasks")
class ScheduledTasksController {

  private final ScheduledTasks tasks;

  ScheduledTasksController(ScheduledTasks tasks) {
    this.tasks = tasks;
  }

  @PostMapping
  ResponseEntity<ObjectNode> create(Caller caller, @RequestBody ObjectNode body) {
    ObjectNode created = tasks.create(caller, body);
    return Created.at("/api/v1/scheduled-tasks/{taskId}", created, created.path("id").asText());
  }

  @GetMapping
  ResponseEntity<Items<ObjectNode>> list(Caller caller, Pages pages) {
    return pages.of((cursor, limit) -> tasks.list(caller, cursor, limit), Function.identity());
  }

  @GetMapping("/{taskId}")
  ObjectNode get(Caller caller, @PathVariable String taskId) {
    return tasks.get(caller, taskId);
  }

  @PutMapping("/{taskId}")
  ObjectNode put(Caller caller, @PathVariable String taskId, @RequestBody ObjectNode body) {
    return tasks.replace(caller, taskId, body);
  }

  @DeleteMapping("/{taskId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(Caller caller, @PathVariable String taskId) {
    tasks.delete(caller, taskId);
  }

  @GetMapping("/{taskId}/executions")
  ResponseEntity<Items<ExecutionView>> executions(
      Caller caller, Pages pages, @PathVariable String taskId) {
    return pages.of(
        (cursor, limit) -> tasks.executions(caller, taskId, cursor, limit), ExecutionView::of);
  }
}
