package dev.workflow.examples.host.engine.assignments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.assignment.AssignmentRule;
import dev.workflow.assignment.Assignments;
import dev.workflow.examples.host.engine.Ids;
import dev.workflow.examples.host.engine.assignments.AssignmentViews.ChoiceView;
import dev.workflow.examples.host.engine.assignments.AssignmentViews.DefaultView;
import dev.workflow.examples.host.engine.assignments.AssignmentViews.EffectiveView;
import dev.workflow.examples.host.engine.assignments.AssignmentViews.RuleChange;
import dev.workflow.examples.host.engine.assignments.AssignmentViews.RuleView;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

/** Which workflow a subject has: by an override, by the first rule that holds, or by default. */
@Tag(name = "assignments")
@RestController
@RequestMapping("/api/v1/assignments")
class AssignmentController {

  private final Engines engines;

  AssignmentController(Engines engines) {
    this.engines = engines;
  }

  private Assignments assignments(Caller caller) {
    return engines.of(caller).assignments();
  }

  @Operation(summary = "By priority")
  @GetMapping("/rules")
  Items<RuleView> rules(Caller caller) {
    return Items.all(
        assignments(caller).rules(caller.tenant()).stream().map(RuleView::of).toList());
  }

  /** A rule; enabled is true by default. */
  record RuleInput(
      String name, int priority, @Nullable Boolean enabled, JsonNode condition, String workflow) {

    AssignmentRule rule(UUID id) {
      return new AssignmentRule(
          id, name, priority, !Boolean.FALSE.equals(enabled), condition, workflow, null, null);
    }
  }

  @Operation(summary = "Create rule")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping("/rules")
  ResponseEntity<RuleView> createRule(Caller caller, @RequestBody RuleInput body) {
    UUID id =
        AssignmentRule.of(body.name(), body.priority(), body.condition(), body.workflow()).id();
    RuleView view =
        RuleView.of(assignments(caller).putRule(caller.tenant(), body.rule(id), caller.actor()));
    return Created.at("/api/v1/assignments/rules/{id}", view, view.id());
  }

  @Operation(summary = "Rule")
  @GetMapping("/rules/{id}")
  RuleView rule(Caller caller, @PathVariable String id) {
    return assignments(caller).rules(caller.tenant()).stream()
        .filter(one -> one.id().equals(Ids.of(id)))
        .findFirst()
        .map(RuleView::of)
        .orElseThrow(() -> new NotFoundException("there is no rule " + id));
  }

  @Operation(summary = "Update rule")
  @PutMapping("/rules/{id}")
  RuleView updateRule(Caller caller, @PathVariable String id, @RequestBody RuleInput body) {
    rule(caller, id);
    return RuleView.of(
        assignments(caller).putRule(caller.tenant(), body.rule(Ids.of(id)), caller.actor()));
  }

  @Operation(summary = "Delete rule")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/rules/{id}")
  ResponseEntity<Void> deleteRule(Caller caller, @PathVariable String id) {
    if (!assignments(caller).removeRule(caller.tenant(), Ids.of(id), caller.actor())) {
      throw new NotFoundException("there is no rule " + id);
    }
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "Who changed what, newest first")
  @GetMapping("/changes")
  ResponseEntity<Items<RuleChange>> changes(Caller caller, Pages pages) {
    return pages.of(
        (cursor, limit) -> assignments(caller).changes(caller.tenant(), cursor, limit),
        RuleChange::of);
  }

  @Operation(summary = "What holds where nothing else does")
  @GetMapping("/default")
  DefaultView defaults(Caller caller) {
    return assignments(caller)
        .defaults(caller.tenant())
        .map(DefaultView::of)
        .orElse(new DefaultView(null, Map.of(), null, null));
  }

  /** The default workflow, null: none, and the tenant's terms. */
  record DefaultInput(@Nullable String workflow, @Nullable Map<String, JsonNode> terms) {}

  @Operation(summary = "Set default")
  @PutMapping("/default")
  DefaultView setDefault(Caller caller, @RequestBody DefaultInput body) {
    assignments(caller)
        .setDefault(
            caller.tenant(),
            body.workflow(),
            body.terms() == null ? Map.of() : body.terms(),
            caller.actor());
    return defaults(caller);
  }

  @Operation(summary = "Override")
  @GetMapping("/overrides/{type}/{id}")
  ChoiceView override(Caller caller, @PathVariable String type, @PathVariable String id) {
    SubjectRef subject = SubjectRef.of(type, id);
    return assignments(caller)
        .override(caller.tenant(), subject)
        .map(ChoiceView::of)
        .orElseThrow(() -> new NotFoundException(subject + " has no override"));
  }

  /** What a subject has whatever the rules say; workflow null: none. */
  record ChoiceInput(
      @Nullable String workflow, @Nullable String reason, @Nullable Instant expiresAt) {}

  @Operation(summary = "Set override")
  @PutMapping("/overrides/{type}/{id}")
  ChoiceView setOverride(
      Caller caller,
      @PathVariable String type,
      @PathVariable String id,
      @RequestBody ChoiceInput body) {
    SubjectRef subject = SubjectRef.of(type, id);
    return ChoiceView.of(
        body.workflow() == null
            ? assignments(caller)
                .setNone(caller.tenant(), subject, caller.actor(), body.reason(), body.expiresAt())
            : assignments(caller)
                .setOverride(
                    caller.tenant(),
                    subject,
                    body.workflow(),
                    caller.actor(),
                    body.reason(),
                    body.expiresAt()));
  }

  @Operation(summary = "Remove override")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/overrides/{type}/{id}")
  ResponseEntity<Void> removeOverride(
      Caller caller, @PathVariable String type, @PathVariable String id) {
    SubjectRef subject = SubjectRef.of(type, id);
    if (!assignments(caller).removeOverride(caller.tenant(), subject, caller.actor())) {
      throw new NotFoundException(subject + " has no override");
    }
    return ResponseEntity.noContent().build();
  }

  /** What rules see. */
  record AssignmentContext(@Nullable ObjectNode context) {

    ObjectNode data() {
      return context == null ? JsonNodeFactory.instance.objectNode() : context;
    }
  }

  @Operation(summary = "What a subject has now, with a line for every candidate")
  @PostMapping("/effective/{type}/{id}")
  EffectiveView effective(
      Caller caller,
      @PathVariable String type,
      @PathVariable String id,
      @RequestBody AssignmentContext body) {
    return EffectiveView.of(
        assignments(caller).resolve(caller.tenant(), SubjectRef.of(type, id), body.data()));
  }

  @Operation(summary = "What a subject with this data would have")
  @PostMapping("/preview")
  EffectiveView preview(Caller caller, @RequestBody AssignmentContext body) {
    return EffectiveView.of(assignments(caller).preview(caller.tenant(), body.data()));
  }
}
