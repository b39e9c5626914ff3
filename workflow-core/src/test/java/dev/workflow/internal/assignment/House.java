package dev.workflow.internal.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.assignment.AssignmentRule;
import dev.workflow.assignment.EffectiveWorkflow;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.DefinitionRow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Assignments on a store in memory, for two tenants and a clock that stands still. */
final class House {

  static final TenantId ACME = TenantId.of("acme");
  static final TenantId OTHER = TenantId.of("other");
  static final Actor ANN = Actor.of("ann");
  static final SubjectRef LEAD = SubjectRef.of("lead", "42");
  static final Instant START = Instant.parse("2026-06-15T12:00:00Z");

  final InMemoryWorkflowStore memory = new InMemoryWorkflowStore();
  final CountingStore store = new CountingStore(memory);
  final Map<String, WorkflowDefinition> workflows = new HashMap<>();

  /** The tenants whose default was written, in order. */
  final List<TenantId> changed = new ArrayList<>();

  final DefaultAssignments assignments =
      new DefaultAssignments(
          store,
          () -> now(),
          (tenant, key) -> newest(tenant, key),
          this::settings,
          hostTerms(),
          changed::add);

  private Instant now = START;

  private Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  private Optional<WorkflowDefinition> newest(TenantId tenant, String key) {
    return tenant.equals(ACME) ? Optional.ofNullable(workflows.get(key)) : Optional.empty();
  }

  private static Map<String, JsonNode> hostTerms() {
    return Map.of("paymentDays", Json.read("30"), "currency", Json.read("\"EUR\""));
  }

  private Optional<TenantDirectory.Settings> settings(TenantId tenant) {
    if (!List.of(ACME, OTHER).contains(tenant)) {
      return Optional.empty();
    }
    Map<String, JsonNode> terms = Map.of("validityDays", Json.read("14"));
    return Optional.of(
        new TenantDirectory.Settings(ZoneId.of("Europe/Amsterdam"), Locale.ENGLISH, terms));
  }

  /** Publishes a workflow as its first version. */
  House workflow(String key) {
    return workflow(key, true, "{}");
  }

  House workflow(String key, boolean enabled, String terms) {
    String document =
        """
        {"key": "%s", "name": "%s", "enabled": %s, "terms": %s, "triggers": [{"event": "a.b"}],
         "steps": [{"id": "s", "action": "log", "config": {"message": "x"}}]}"""
            .formatted(key, key, enabled, terms);
    workflows.put(key, WorkflowDefinition.parse(document).withVersion(1));
    DefinitionRow row = new DefinitionRow(ACME, key, 1, "PUBLISHED", document, START, "publisher");
    memory.transact(transaction -> transaction.definitions().insert(row));
    return this;
  }

  AssignmentRule rule(String name, int priority, String condition, String workflow) {
    return assignments.putRule(
        ACME, AssignmentRule.of(name, priority, Json.read(condition), workflow), ANN);
  }

  EffectiveWorkflow resolve(String context) {
    return assignments.resolve(ACME, LEAD, Json.read(context));
  }

  /** The key of the workflow that governs, or "none". */
  String governing(String context) {
    EffectiveWorkflow effective = resolve(context);
    return effective.workflow() == null ? "none" : effective.workflow().key();
  }

  static List<String> lines(EffectiveWorkflow effective) {
    return effective.trace().stream().map(EffectiveWorkflow.Candidate::toString).toList();
  }
}
