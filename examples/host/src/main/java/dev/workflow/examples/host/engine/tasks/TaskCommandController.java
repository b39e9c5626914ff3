package dev.workflow.examples.host.engine.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.examples.host.engine.Reason;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is done with a task by who works on it; each answers with the task as it is then. */
@Tag(name = "tasks")
@RestController
@RequestMapping("/api/v1/tasks/{instance}/{step}")
class TaskCommandController {

  private final Engines engines;
  private final TaskActs acts;

  TaskCommandController(Engines engines, TaskActs acts) {
    this.engines = engines;
    this.acts = acts;
  }

  @Operation(summary = "Claim")
  @PostMapping("/claim")
  TaskDetailView claim(Caller caller, TaskId task) {
    return acts.does(caller, task, Tasks::claim);
  }

  @Operation(summary = "Start")
  @PostMapping("/start")
  TaskDetailView start(Caller caller, TaskId task) {
    return acts.does(caller, task, Tasks::start);
  }

  @Operation(summary = "Release")
  @PostMapping("/release")
  TaskDetailView release(Caller caller, TaskId task) {
    return acts.does(caller, task, Tasks::release);
  }

  @Operation(summary = "Decline")
  @PostMapping("/decline")
  TaskDetailView decline(Caller caller, TaskId task, @RequestBody Reason body) {
    return acts.does(
        caller, task, (tasks, tenant, id, by) -> tasks.decline(tenant, id, by, Reason.of(body)));
  }

  /**
   * An answer.
   *
   * @param next none, of_case or of_kind: what is claimed then
   */
  record TaskAnswer(@Nullable JsonNode answer, @Nullable String next) {}

  /** The task as it is then, and the one that was claimed next; null: none. */
  record TaskCompleted(TaskDetailView completed, @Nullable TaskDetailView next) {}

  @Operation(summary = "Complete")
  @PostMapping("/complete")
  TaskCompleted complete(Caller caller, TaskId task, @RequestBody TaskAnswer body) {
    Tasks tasks = engines.of(caller).tasks();
    Tasks.Next next =
        Objects.requireNonNullElse(
            Refusal.word(Tasks.Next.class, "next", body.next()), Tasks.Next.NONE);
    JsonNode answer = body.answer() == null ? NullNode.getInstance() : body.answer();
    var claimed = tasks.complete(caller.tenant(), task, caller.actor(), answer, next);
    return new TaskCompleted(
        TaskController.detail(tasks, caller, task),
        claimed.map(one -> TaskController.detail(tasks, caller, one.id())).orElse(null));
  }

  /** Why, and with which code. */
  record TaskFailure(String reason, @Nullable String code) {}

  @Operation(summary = "Fail")
  @PostMapping("/fail")
  TaskDetailView fail(Caller caller, TaskId task, @RequestBody TaskFailure body) {
    return acts.does(
        caller,
        task,
        (tasks, tenant, id, by) -> tasks.fail(tenant, id, by, body.reason(), body.code()));
  }

  @Operation(summary = "Skip")
  @PostMapping("/skip")
  TaskDetailView skip(Caller caller, TaskId task, @RequestBody Reason body) {
    return acts.does(
        caller, task, (tasks, tenant, id, by) -> tasks.skip(tenant, id, by, Reason.of(body)));
  }

  /** To whom; {@code with} keeps what was begun (keep_begun) or a draft (with_draft). */
  record TaskAssignment(String to, @Nullable List<String> with) {}

  @Operation(summary = "Assign")
  @PostMapping("/assign")
  TaskDetailView assign(Caller caller, TaskId task, @RequestBody TaskAssignment body) {
    Set<Tasks.Handover> with = new LinkedHashSet<>();
    for (String word : Objects.requireNonNullElse(body.with(), List.<String>of())) {
      with.add(Refusal.require("with", Refusal.word(Tasks.Handover.class, "with", word)));
    }
    return acts.does(
        caller, task, (tasks, tenant, id, by) -> tasks.assign(tenant, id, by, body.to(), with));
  }

  @Operation(summary = "Delegate")
  @PostMapping("/delegate")
  TaskDetailView delegate(Caller caller, TaskId task, @RequestBody TaskAssignment body) {
    return acts.does(
        caller, task, (tasks, tenant, id, by) -> tasks.delegate(tenant, id, by, body.to()));
  }

  @Operation(summary = "Resolve")
  @PostMapping("/resolve")
  TaskDetailView resolve(Caller caller, TaskId task, @RequestBody TaskAnswer body) {
    return acts.does(
        caller, task, (tasks, tenant, id, by) -> tasks.resolve(tenant, id, by, body.answer()));
  }

  /** Who helps. */
  record TaskHelpers(@Nullable List<String> add, @Nullable List<String> remove) {}

  @Operation(summary = "Helpers")
  @PostMapping("/helpers")
  TaskDetailView helpers(Caller caller, TaskId task, @RequestBody TaskHelpers body) {
    return acts.does(
        caller,
        task,
        (tasks, tenant, id, by) ->
            tasks.helpers(
                tenant,
                id,
                by,
                Objects.requireNonNullElse(body.add(), List.of()),
                Objects.requireNonNullElse(body.remove(), List.of())));
  }

  @Operation(summary = "Revoke")
  @PostMapping("/revoke")
  TaskDetailView revoke(Caller caller, TaskId task) {
    return acts.does(caller, task, Tasks::revoke);
  }

  @Operation(summary = "Reopen")
  @PostMapping("/reopen")
  TaskDetailView reopen(Caller caller, TaskId task) {
    return acts.does(caller, task, Tasks::reopen);
  }

  /** To which step, and why. */
  record TaskReturn(String to, String reason) {}

  @Operation(summary = "Send back")
  @PostMapping("/send-back")
  TaskDetailView sendBack(Caller caller, TaskId task, @RequestBody TaskReturn body) {
    return acts.does(
        caller,
        task,
        (tasks, tenant, id, by) -> tasks.sendBack(tenant, id, by, body.to(), body.reason()));
  }
}
