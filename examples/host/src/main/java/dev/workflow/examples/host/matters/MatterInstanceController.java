package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.security.Member;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.instance.InstanceState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What runs on matters. */
@RestController
@Tag(name = "matters")
@RequestMapping("/api/workflows/instances")
class MatterInstanceController {

  private final Engines engines;
  private final MatterViews views;
  private final MatterEdits edits;

  MatterInstanceController(Engines engines, MatterViews views, MatterEdits edits) {
    this.engines = engines;
    this.views = views;
    this.edits = edits;
  }

  /** The instances of a matter that the caller may see, the newest first. */
  @GetMapping
  @Operation(summary = "Lists what runs on a matter")
  ResponseEntity<MatterPage<MatterInstance>> listInstances(
      Caller caller,
      @RequestParam String matterId,
      @RequestParam(required = false) @Nullable InstanceState status,
      Pages pages) {
    Instances.Query about =
        Instances.Query.of(caller.tenant()).about(SubjectRef.of(Member.MATTER, matterId));
    Instances.Query query = status == null ? about : about.in(status);
    return MatterPage.of(
        pages.of(
            (cursor, limit) -> engines.of(caller).instances().list(query, cursor, limit),
            one -> views.of(caller, one.id())));
  }

  @GetMapping("/{id}")
  @Operation(summary = "Shows an instance with its steps")
  MatterInstance getInstance(Caller caller, @PathVariable String id) {
    return views.of(caller, StepIds.instance(id));
  }

  @PatchMapping("/{id}")
  @Operation(summary = "Renames, pauses, resumes or cancels an instance")
  MatterInstance patchInstance(
      Caller caller, @PathVariable String id, @RequestBody Requests.MatterChange body) {
    InstanceId instance = StepIds.instance(id);
    edits.patch(caller, instance, body);
    return views.of(caller, instance);
  }

  @PostMapping("/{id}/advance")
  @Operation(summary = "Lets an instance go on")
  MatterInstance advanceInstance(Caller caller, @PathVariable String id) {
    InstanceId instance = StepIds.instance(id);
    edits.advance(caller, instance);
    return views.of(caller, instance);
  }

  @PostMapping("/{id}/steps")
  @Operation(summary = "Adds a step to an instance")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<MatterInstance.MatterStep> addStep(
      Caller caller,
      @PathVariable String id,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(schema = @Schema(implementation = Requests.StepBody.class)))
          @RequestBody
          JsonNode body) {
    TaskId added = edits.add(caller, StepIds.instance(id), body);
    MatterInstance.MatterStep step = views.step(caller, added);
    return Created.at("/api/workflows/steps/{id}", step, step.id());
  }

  @PatchMapping("/{id}/steps/{stepId}")
  @Operation(summary = "Changes a step that has not begun")
  MatterInstance.MatterStep changeStep(
      Caller caller,
      @PathVariable String id,
      @PathVariable String stepId,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(schema = @Schema(implementation = Requests.StepBody.class)))
          @RequestBody
          JsonNode body) {
    TaskId task = StepIds.inside(id, stepId);
    edits.change(caller, task, body);
    return views.step(caller, task);
  }

  @DeleteMapping("/{id}/steps/{stepId}")
  @Operation(summary = "Removes a step that has not begun")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  ResponseEntity<Void> removeStep(
      Caller caller, @PathVariable String id, @PathVariable String stepId) {
    edits.remove(caller, StepIds.inside(id, stepId));
    return ResponseEntity.noContent().build();
  }
}
