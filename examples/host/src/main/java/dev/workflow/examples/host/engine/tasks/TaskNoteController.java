package dev.workflow.examples.host.engine.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.examples.host.engine.Ids;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
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

  TaskNoteController(Engines engines) {
    this.engines = engines;
  }

  private Tasks tasks(Caller caller) {
    return engines.of(caller).tasks();
  }

  private static TaskId id(String instance, String step) {
    return TaskId.of(Ids.instance(instance), step);
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
  TaskDraftSaved save(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody TaskDraft body) {
    return new TaskDraftSaved(
        tasks(caller)
            .save(
                caller.tenant(),
                id(instance, step),
                caller.actor(),
                body.draft(),
                body.version() == null ? 0 : body.version()));
  }

  /** What is said about it. */
  record TaskCommentInput(String text) {}

  @Operation(summary = "Comment")
  @PostMapping("/comments")
  TaskDetailView comment(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody TaskCommentInput body) {
    TaskId task = id(instance, step);
    tasks(caller).comment(caller.tenant(), task, caller.actor(), body.text());
    return TaskController.detail(tasks(caller), caller, task);
  }

  /** Something that lies elsewhere. */
  record TaskAttachmentInput(String name, String uri, @Nullable String type) {}

  @Operation(summary = "Attach")
  @PostMapping("/attachments")
  TaskDetailView attach(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody TaskAttachmentInput body) {
    TaskId task = id(instance, step);
    tasks(caller)
        .attach(caller.tenant(), task, caller.actor(), body.name(), body.uri(), body.type());
    return TaskController.detail(tasks(caller), caller, task);
  }

  /** Until when and why. */
  record TaskSuspension(@Nullable Instant until, @Nullable String reason) {}

  @Operation(summary = "Suspend")
  @PostMapping("/suspend")
  TaskDetailView suspend(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody TaskSuspension body) {
    TaskId task = id(instance, step);
    tasks(caller).suspend(caller.tenant(), task, caller.actor(), body.until(), body.reason());
    return TaskController.detail(tasks(caller), caller, task);
  }

  @Operation(summary = "Resume")
  @PostMapping("/resume")
  TaskDetailView resume(Caller caller, @PathVariable String instance, @PathVariable String step) {
    TaskId task = id(instance, step);
    tasks(caller).resume(caller.tenant(), task, caller.actor());
    return TaskController.detail(tasks(caller), caller, task);
  }

  /** A time; null: none. */
  record TaskTime(@Nullable Instant at) {}

  @Operation(summary = "Due")
  @PostMapping("/due")
  TaskDetailView due(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody TaskTime body) {
    TaskId task = id(instance, step);
    tasks(caller).setDue(caller.tenant(), task, caller.actor(), body.at());
    return TaskController.detail(tasks(caller), caller, task);
  }

  @Operation(summary = "Follow up")
  @PostMapping("/follow-up")
  TaskDetailView followUp(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody TaskTime body) {
    TaskId task = id(instance, step);
    tasks(caller).setFollowUp(caller.tenant(), task, caller.actor(), body.at());
    return TaskController.detail(tasks(caller), caller, task);
  }

  /** 0 to 100. */
  record TaskPriority(Integer priority) {}

  @Operation(summary = "Priority")
  @PostMapping("/priority")
  TaskDetailView priority(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody TaskPriority body) {
    TaskId task = id(instance, step);
    tasks(caller).setPriority(caller.tenant(), task, caller.actor(), body.priority());
    return TaskController.detail(tasks(caller), caller, task);
  }
}
