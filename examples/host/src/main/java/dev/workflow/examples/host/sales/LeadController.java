package dev.workflow.examples.host.sales;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.assignment.Assignments;
import dev.workflow.assignment.EffectiveWorkflow;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.security.Role;
import dev.workflow.examples.host.web.Checks;
import dev.workflow.examples.host.web.Created;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

/** Leads, and which workflow governs each. */
@RestController
@Tag(name = "sales")
@RequestMapping("/api/v1/leads")
class LeadController {

  private final Leads leads;
  private final Engines engines;
  private final WorkflowEngine engine;

  LeadController(Leads leads, Engines engines, WorkflowEngine engine) {
    this.leads = leads;
    this.engines = engines;
    this.engine = engine;
  }

  /**
   * A new lead.
   *
   * @param id of the caller's choice; left out: one is given
   * @param data whatever else is known of it
   */
  record NewLead(
      @Nullable String id,
      String name,
      @Nullable String email,
      @Nullable String phone,
      @Nullable String companyName,
      @Nullable Integer leadScore,
      @Nullable String status,
      @Nullable ObjectNode data) {}

  /** A lead with all that is known of it. */
  record LeadView(String id, JsonNode fields) {}

  /**
   * What somebody chose for a lead.
   *
   * @param workflowId null: explicitly none
   */
  record LeadChoice(
      @Nullable String workflowId,
      boolean none,
      String by,
      Instant at,
      @Nullable String reason,
      @Nullable Instant expiresAt) {

    static LeadChoice of(Assignments.Choice choice) {
      return new LeadChoice(
          choice.workflow(),
          choice.workflow() == null,
          choice.by().id(),
          choice.at(),
          choice.reason(),
          choice.expiresAt());
    }
  }

  /**
   * A choice for a lead.
   *
   * @param workflowId the workflow; null or left out: explicitly none
   * @param expiresAt left out: it holds until it is removed
   */
  record NewLeadChoice(
      @Nullable String workflowId, @Nullable String reason, @Nullable Instant expiresAt) {}

  /** The workflow that governs a lead, with its terms and the reasons. */
  record EffectiveView(
      @Nullable String workflowId,
      @Nullable Integer version,
      String source,
      Map<String, LeadTerm> terms,
      List<LeadCandidate> trace) {

    static EffectiveView of(EffectiveWorkflow effective) {
      Map<String, LeadTerm> terms = new TreeMap<>();
      effective.terms().forEach((name, term) -> terms.put(name, LeadTerm.of(term)));
      return new EffectiveView(
          effective.workflow() == null ? null : effective.workflow().key(),
          effective.workflow() == null ? null : effective.workflow().version(),
          effective.source().name(),
          terms,
          effective.trace().stream().map(LeadCandidate::of).toList());
    }
  }

  /** A commercial term and where its value comes from. */
  record LeadTerm(JsonNode value, String source, @Nullable String by, @Nullable Instant at) {

    static LeadTerm of(EffectiveWorkflow.Term term) {
      return new LeadTerm(term.value(), term.source().name(), term.by(), term.at());
    }
  }

  /** What could have decided, and why it did or did not. */
  record LeadCandidate(
      String kind, String name, @Nullable String workflowId, String verdict, String because) {

    static LeadCandidate of(EffectiveWorkflow.Candidate one) {
      return new LeadCandidate(
          one.kind().name(), one.name(), one.workflow(), one.verdict().name(), one.because());
    }
  }

  @PostMapping
  @Operation(summary = "Adds a lead and publishes lead.created")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<LeadView> createLead(Caller caller, @RequestBody NewLead body) {
    caller.require(Role.ADMIN, Role.MANAGER, Role.SALES);
    Checks checks = new Checks("The lead");
    checks.optionalText("/id", body.id(), 200);
    checks.that(body.id() == null || !body.id().isBlank(), "/id", "must not be empty");
    checks.text("/name", body.name(), 200);
    checks.optionalText("/email", body.email(), 320);
    checks.optionalText("/phone", body.phone(), 50);
    checks.optionalText("/company_name", body.companyName(), 200);
    checks.optionalText("/status", body.status(), 50);
    checks.done();
    ObjectNode fields = body.data() == null ? Json.object() : body.data().deepCopy();
    fields.put("name", body.name());
    put(fields, "email", body.email());
    put(fields, "phone", body.phone());
    put(fields, "company_name", body.companyName());
    put(fields, "status", body.status());
    if (body.leadScore() != null) {
      fields.put("lead_score", body.leadScore());
    }
    String id = leads.create(caller, body.id(), fields);
    return Created.at("/api/v1/leads/{id}", new LeadView(id, leads.get(caller.tenant(), id)), id);
  }

  private static void put(ObjectNode fields, String key, @Nullable String value) {
    if (value != null) {
      fields.put(key, value);
    }
  }

  @GetMapping("/{id}")
  @Operation(summary = "Shows a lead")
  LeadView getLead(Caller caller, @PathVariable String id) {
    caller.require(Role.ADMIN, Role.MANAGER, Role.SALES);
    return new LeadView(id, leads.get(caller.tenant(), id));
  }

  @GetMapping("/{id}/workflow-override")
  @Operation(summary = "Shows what somebody chose for a lead")
  LeadChoice getOverride(Caller caller, @PathVariable String id) {
    caller.require(Role.ADMIN, Role.MANAGER, Role.SALES);
    return engine
        .assignments()
        .override(caller.tenant(), subject(id))
        .map(LeadChoice::of)
        .orElseThrow(() -> none(id));
  }

  @PutMapping("/{id}/workflow-override")
  @Operation(summary = "Chooses a workflow, or explicitly none, for a lead")
  LeadChoice putOverride(Caller caller, @PathVariable String id, @RequestBody NewLeadChoice body) {
    caller.require(Role.ADMIN, Role.MANAGER, Role.SALES);
    Assignments all = engine.assignments();
    SubjectRef lead = subject(id);
    return LeadChoice.of(
        body.workflowId() == null
            ? all.setNone(caller.tenant(), lead, caller.actor(), body.reason(), body.expiresAt())
            : all.setOverride(
                caller.tenant(),
                lead,
                body.workflowId(),
                caller.actor(),
                body.reason(),
                body.expiresAt()));
  }

  @DeleteMapping("/{id}/workflow-override")
  @Operation(summary = "Removes the choice, so that rules and the default apply again")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  ResponseEntity<Void> deleteOverride(Caller caller, @PathVariable String id) {
    caller.require(Role.ADMIN, Role.MANAGER, Role.SALES);
    if (!engine.assignments().removeOverride(caller.tenant(), subject(id), caller.actor())) {
      throw none(id);
    }
    return ResponseEntity.noContent().build();
  }

  /** Also of a lead that the host does not know: rules then see its id alone. */
  @GetMapping("/{id}/effective-workflow")
  @Operation(summary = "Says which workflow governs a lead, with its terms and the reasons")
  EffectiveView effectiveWorkflow(Caller caller, @PathVariable String id) {
    caller.require(Role.ADMIN, Role.MANAGER, Role.SALES);
    ObjectNode data = Leads.data(id, leads.find(caller.tenant(), id));
    return EffectiveView.of(
        engines.of(caller).assignments().resolve(caller.tenant(), subject(id), data));
  }

  private static SubjectRef subject(String id) {
    return Leads.subject(id);
  }

  private static NotFoundException none(String id) {
    return new NotFoundException("nobody has chosen a workflow for the lead \"" + id + "\"");
  }
}
