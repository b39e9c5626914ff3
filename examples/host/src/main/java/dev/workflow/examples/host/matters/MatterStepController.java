package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.examples.host.engine.tasks.TaskAct;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What people do with the steps of matters; who may is decided by the engine. */
@RestController
@Tag(name = "matters")
@RequestMapping("/api/workflows/steps/{id}")
class MatterStepController {

  private final Engines engines;
  private final MatterViews views;

  MatterStepController(Engines engines, MatterViews views) {
    this.engines = engines;
    this.views = views;
  }

  @GetMapping
  @Operation(summary = "Shows a step")
  MatterInstance.MatterStep getStep(Caller caller, @PathVariable String id) {
    return views.step(caller, StepIds.read(id));
  }

  @PostMapping("/claim")
  @Operation(summary = "Takes a step on")
  MatterInstance.MatterStep claimStep(Caller caller, @PathVariable String id) {
    return done(caller, id, Tasks::claim);
  }

  @PostMapping("/release")
  @Operation(summary = "Gives a step back")
  MatterInstance.MatterStep releaseStep(Caller caller, @PathVariable String id) {
    return done(caller, id, Tasks::release);
  }

  @PostMapping("/start")
  @Operation(summary = "Begins a step")
  MatterInstance.MatterStep startStep(Caller caller, @PathVariable String id) {
    return done(caller, id, Tasks::start);
  }

  @PostMapping("/complete")
  @Operation(summary = "Answers a step; the body is the answer")
  MatterInstance.MatterStep completeStep(
      Caller caller, @PathVariable String id, @RequestBody JsonNode answer) {
    return done(caller, id, (tasks, tenant, task, by) -> tasks.complete(tenant, task, by, answer));
  }

  @PostMapping("/fail")
  @Operation(summary = "Says that a step cannot be done")
  MatterInstance.MatterStep failStep(
      Caller caller, @PathVariable String id, @RequestBody Requests.StepFailure body) {
    String reason = body.reason();
    return done(caller, id, (tasks, tenant, task, by) -> tasks.fail(tenant, task, by, reason));
  }

  @PostMapping("/skip")
  @Operation(summary = "Leaves a step out")
  MatterInstance.MatterStep skipStep(
      Caller caller,
      @PathVariable String id,
      @RequestBody(required = false) Requests.@Nullable SkipReason body) {
    String reason = body == null ? null : body.reason();
    return done(caller, id, (tasks, tenant, task, by) -> tasks.skip(tenant, task, by, reason));
  }

  @PostMapping("/assign")
  @Operation(summary = "Gives a step to somebody")
  MatterInstance.MatterStep assignStep(
      Caller caller, @PathVariable String id, @RequestBody Requests.StepAssignment body) {
    String to = body.assignedToId();
    return done(caller, id, (tasks, tenant, task, by) -> tasks.assign(tenant, task, by, to));
  }

  @PostMapping("/delegate")
  @Operation(summary = "Lets somebody work on a step who gives it back")
  MatterInstance.MatterStep delegateStep(
      Caller caller, @PathVariable String id, @RequestBody Requests.StepAssignment body) {
    String to = body.assignedToId();
    return done(caller, id, (tasks, tenant, task, by) -> tasks.delegate(tenant, task, by, to));
  }

  @PostMapping("/resolve")
  @Operation(summary = "Gives a delegated step back, with a draft of the answer")
  MatterInstance.MatterStep resolveStep(
      Caller caller,
      @PathVariable String id,
      @RequestBody(required = false) @Nullable JsonNode draft) {
    return done(caller, id, (tasks, tenant, task, by) -> tasks.resolve(tenant, task, by, draft));
  }

  @PostMapping("/comment")
  @Operation(summary = "Says something about a step")
  MatterInstance.MatterStep commentStep(
      Caller caller, @PathVariable String id, @RequestBody Requests.StepComment body) {
    String text = body.text();
    return done(caller, id, (tasks, tenant, task, by) -> tasks.comment(tenant, task, by, text));
  }

  private MatterInstance.MatterStep done(Caller caller, String id, TaskAct act) {
    TaskId task = StepIds.read(id);
    act.by(engines.of(caller).tasks(), caller.tenant(), task, caller.actor());
    return views.step(caller, task);
  }
}
