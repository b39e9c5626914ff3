package dev.workflow.examples.host.engine.assignments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowRef;
import dev.workflow.assignment.AssignmentRule;
import dev.workflow.assignment.Assignments;
import dev.workflow.assignment.EffectiveWorkflow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Assignments as they are answered. */
final class AssignmentViews {

  private AssignmentViews() {}

  record RuleView(
      UUID id,
      String name,
      int priority,
      boolean enabled,
      JsonNode condition,
      String workflow,
      @Nullable Instant createdAt,
      @Nullable String createdBy) {

    static RuleView of(AssignmentRule one) {
      return new RuleView(
          one.id(),
          one.name(),
          one.priority(),
          one.enabled(),
          one.condition(),
          one.workflow(),
          one.createdAt(),
          one.createdBy() == null ? null : one.createdBy().id());
    }
  }

  /** Workflow null: none at all. */
  record ChoiceView(
      SubjectRef subject,
      @Nullable String workflow,
      String by,
      Instant at,
      @Nullable String reason,
      @Nullable Instant expiresAt) {

    static ChoiceView of(Assignments.Choice one) {
      return new ChoiceView(
          one.subject(), one.workflow(), one.by().id(), one.at(), one.reason(), one.expiresAt());
    }
  }

  record DefaultView(
      @Nullable String workflow,
      Map<String, JsonNode> terms,
      @Nullable String by,
      @Nullable Instant at) {

    static DefaultView of(Assignments.TenantDefault one) {
      return new DefaultView(one.workflow(), one.terms(), one.by().id(), one.at());
    }
  }

  record RuleChange(
      Assignments.ChangeKind kind,
      @Nullable UUID rule,
      @Nullable SubjectRef subject,
      String by,
      Instant at,
      @Nullable JsonNode before) {

    static RuleChange of(Assignments.Change one) {
      return new RuleChange(
          one.kind(), one.rule(), one.subject(), one.by().id(), one.at(), one.before());
    }
  }

  /**
   * What a subject has.
   *
   * @param trace every candidate with its verdict and why
   */
  record EffectiveView(
      @Nullable WorkflowRef workflow,
      EffectiveWorkflow.Source source,
      Map<String, TermView> terms,
      List<EffectiveCandidate> trace) {

    static EffectiveView of(EffectiveWorkflow one) {
      Map<String, TermView> terms = new TreeMap<>();
      one.terms()
          .forEach(
              (name, term) ->
                  terms.put(name, new TermView(term.value(), term.source(), term.by(), term.at())));
      return new EffectiveView(
          one.workflow(),
          one.source(),
          terms,
          one.trace().stream()
              .map(
                  candidate ->
                      new EffectiveCandidate(
                          candidate.kind(),
                          candidate.name(),
                          candidate.workflow(),
                          candidate.verdict(),
                          candidate.because()))
              .toList());
    }
  }

  record TermView(
      JsonNode value,
      EffectiveWorkflow.TermSource source,
      @Nullable String by,
      @Nullable Instant at) {}

  record EffectiveCandidate(
      EffectiveWorkflow.Source kind,
      String name,
      @Nullable String workflow,
      EffectiveWorkflow.Verdict verdict,
      String because) {}
}
