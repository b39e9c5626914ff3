package dev.workflow.examples.host.engine.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is written down about a task: drafts, comments, attachments, dates. */
@Tag(name = "tasks")
@RestController
@RequestMapping("/api/v1/tasks/{instance}/{step}")
class TaskNoteController {

  private final Engines engines;
  private final TaskActs acts;

  TaskNoteController(Engines engines, TaskActs acts) {
    this.engines = engines;
    this.acts = acts;
  }

  /**
   * An answer that is not given yet.
   *
   * @param version of the draft that it replaces; 0: there is none
   */
  record TaskDraft(JsonNode draft, @Nullable Integer version) {}

  /** The version to name when it is saved again. */
  record TaskDraftSaved(int version) {}

  @Operation(summary = "Save")
  @PutMapping("/draft")
  TaskDraftSaved save(Caller caller, TaskId task, @RequestBody TaskDraft body) {
    return new TaskDraftSaved(
        engines
            .of(caller)
            .tasks()
            .save(
                caller.tenant(),
                task,
                caller.actor(),
                body.draft(),
                body.version() == null ? 0 : body.version()));
  }

  /** What is said about it. */
  record TaskCommentInput(String text) {}

  @Operation(summary = "Comment")
  @PostMapping("/comments")
  TaskDetailView comment(Caller caller, TaskId task, @RequestBody TaskCommentInput body) {
    return acts.does(
        caller, task, (tasks, tenant, id, by) -> tasks.comment(tenant, id, by, body.text()));
  }

  /** Something that lies elsewhere. */
  record TaskAttachmentInput(String name, String uri, @Nullable String type) {}

  @Operation(summary = "Attach")
  @PostMapping("/attachments")
  TaskDetailView attach(Caller caller, TaskId task, @RequestBody TaskAttachmentInput body) {
    return acts.does(
        caller,
        task,
        (tasks, tenant, id, by) ->
            tasks.attach(tenant, id, by, body.name(), body.uri(), body.type()));
  }

  /** Until when and why. */
  record TaskSuspension(@Nullable Instant until, @Nullable String reason) {}

  @Operation(summary = "Suspend")
  @PostMapping("/suspend")
  TaskDetailView suspend(Caller caller, TaskId task, @RequestBody TaskSuspension body) {
    return acts.does(
        caller,
        task,
        (tasks, tenant, id, by) -> tasks.suspend(tenant, id, by, body.until(), body.reason()));
  }

  @Operation(summary = "Resume")
  @PostMapping("/resume")
  TaskDetailView resume(Caller caller, TaskId task) {
    return acts.does(caller, task, Tasks::resume);
  }

  /** A time; null: none. */
  record TaskTime(@Nullable Instant at) {}

  @Operation(summary = "Due")
  @PostMapping("/due")
  TaskDetailView due(Caller caller, TaskId task, @RequestBody TaskTime body) {
    return acts.does(
        caller, task, (tasks, tenant, id, by) -> tasks.setDue(tenant, id, by, body.at()));
  }

  @Operation(summary = "Follow up")
  @PostMapping("/follow-up")
  TaskDetailView followUp(Caller caller, TaskId task, @RequestBody TaskTime body) {
    return acts.does(
        caller, task, (tasks, tenant, id, by) -> tasks.setFollowUp(tenant, id, by, body.at()));
  }

  /** 0 to 100. */
  record TaskPriority(Integer priority) {}

  @Operation(summary = "Priority")
  @PostMapping("/priority")
  TaskDetailView priority(Caller caller, TaskId task, @RequestBody TaskPriority body) {
    return acts.does(
        caller,
        task,
        (tasks, tenant, id, by) -> tasks.setPriority(tenant, id, by, body.priority()));
  }
}
