package dev.workflow.examples.host.engine.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.examples.host.engine.Ids;
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
import org.springframework.web.bind.annotation.PathVariable;
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

  TaskCommandController(Engines engines) {
    this.engines = engines;
  }

  @FunctionalInterface
  private interface Command {
    void on(Tasks tasks, TaskId task);
  }

  private TaskDetailView does(Caller caller, String instance, String step, Command command) {
    Tasks tasks = engines.of(caller).tasks();
    TaskId task = TaskId.of(Ids.instance(instance), step);
    command.on(tasks, task);
    return TaskController.detail(tasks, caller, task);
  }

  @Operation(summary = "Claim")
  @PostMapping("/claim")
  TaskDetailView claim(Caller caller, @PathVariable String instance, @PathVariable String step) {
    return does(
        caller,
        instance,
        step,
        (tasks, task) -> tasks.claim(caller.tenant(), task, caller.actor()));
  }

  @Operation(summary = "Start")
  @PostMapping("/start")
  TaskDetailView start(Caller caller, @PathVariable String instance, @PathVariable String step) {
    return does(
        caller,
        instance,
        step,
        (tasks, task) -> tasks.start(caller.tenant(), task, caller.actor()));
  }

  @Operation(summary = "Release")
  @PostMapping("/release")
  TaskDetailView release(Caller caller, @PathVariable String instance, @PathVariable String step) {
    return does(
        caller,
        instance,
        step,
        (tasks, task) -> tasks.release(caller.tenant(), task, caller.actor()));
  }

  @Operation(summary = "Decline")
  @PostMapping("/decline")
  TaskDetailView decline(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody Reason body) {
    return does(
        caller,
        instance,
        step,
        (tasks, task) -> tasks.decline(caller.tenant(), task, caller.actor(), Reason.of(body)));
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
  TaskCompleted complete(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody TaskAnswer body) {
    Tasks tasks = engines.of(caller).tasks();
    TaskId task = TaskId.of(Ids.instance(instance), step);
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
  TaskDetailView fail(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody TaskFailure body) {
    return does(
        caller,
        instance,
        step,
        (tasks, task) ->
            tasks.fail(caller.tenant(), task, caller.actor(), body.reason(), body.code()));
  }

  @Operation(summary = "Skip")
  @PostMapping("/skip")
  TaskDetailView skip(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody Reason body) {
    return does(
        caller,
        instance,
        step,
        (tasks, task) -> tasks.skip(caller.tenant(), task, caller.actor(), Reason.of(body)));
  }

  /** To whom; {@code with} keeps what was begun (keep_begun) or a draft (with_draft). */
  record TaskAssignment(String to, @Nullable List<String> with) {}

  @Operation(summary = "Assign")
  @PostMapping("/assign")
  TaskDetailView assign(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody TaskAssignment body) {
    Set<Tasks.Handover> with = new LinkedHashSet<>();
    for (String word : Objects.requireNonNullElse(body.with(), List.<String>of())) {
      with.add(Refusal.require("with", Refusal.word(Tasks.Handover.class, "with", word)));
    }
    return does(
        caller,
        instance,
        step,
        (tasks, task) -> tasks.assign(caller.tenant(), task, caller.actor(), body.to(), with));
  }

  @Operation(summary = "Delegate")
  @PostMapping("/delegate")
  TaskDetailView delegate(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody TaskAssignment body) {
    return does(
        caller,
        instance,
        step,
        (tasks, task) -> tasks.delegate(caller.tenant(), task, caller.actor(), body.to()));
  }

  @Operation(summary = "Resolve")
  @PostMapping("/resolve")
  TaskDetailView resolve(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody TaskAnswer body) {
    return does(
        caller,
        instance,
        step,
        (tasks, task) -> tasks.resolve(caller.tenant(), task, caller.actor(), body.answer()));
  }

  /** Who helps. */
  record TaskHelpers(@Nullable List<String> add, @Nullable List<String> remove) {}

  @Operation(summary = "Helpers")
  @PostMapping("/helpers")
  TaskDetailView helpers(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody TaskHelpers body) {
    return does(
        caller,
        instance,
        step,
        (tasks, task) ->
            tasks.helpers(
                caller.tenant(),
                task,
                caller.actor(),
                Objects.requireNonNullElse(body.add(), List.of()),
                Objects.requireNonNullElse(body.remove(), List.of())));
  }

  @Operation(summary = "Revoke")
  @PostMapping("/revoke")
  TaskDetailView revoke(Caller caller, @PathVariable String instance, @PathVariable String step) {
    return does(
        caller,
        instance,
        step,
        (tasks, task) -> tasks.revoke(caller.tenant(), task, caller.actor()));
  }

  @Operation(summary = "Reopen")
  @PostMapping("/reopen")
  TaskDetailView reopen(Caller caller, @PathVariable String instance, @PathVariable String step) {
    return does(
        caller,
        instance,
        step,
        (tasks, task) -> tasks.reopen(caller.tenant(), task, caller.actor()));
  }

  /** To which step, and why. */
  record TaskReturn(String to, String reason) {}

  @Operation(summary = "Send back")
  @PostMapping("/send-back")
  TaskDetailView sendBack(
      Caller caller,
      @PathVariable String instance,
      @PathVariable String step,
      @RequestBody TaskReturn body) {
    return does(
        caller,
        instance,
        step,
        (tasks, task) ->
            tasks.sendBack(caller.tenant(), task, caller.actor(), body.to(), body.reason()));
  }
}
