package dev.workflow.internal.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.assignment.EffectiveWorkflow.Term;
import dev.workflow.assignment.EffectiveWorkflow.TermSource;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.store.AssignmentRows.DefaultRow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The terms that hold without a workflow, and those of a workflow on top of them. Immutable. */
final class TermLayers {

  /** Who published a version, and when. */
  record Publication(@Nullable String by, @Nullable Instant at) {}

  private final Map<String, Term> base;

  private TermLayers(Map<String, Term> base) {
    this.base = base;
  }

  /**
   * @param tenant what the host says about the tenant
   * @param defaults what was said through the engine; it comes on top
   */
  static TermLayers of(
      Map<String, JsonNode> host, Map<String, JsonNode> tenant, @Nullable DefaultRow defaults) {
    Map<String, Term> terms = new LinkedHashMap<>();
    host.forEach((name, value) -> terms.put(name, new Term(value, TermSource.HOST, null, null)));
    tenant.forEach(
        (name, value) -> terms.put(name, new Term(value, TermSource.TENANT, null, null)));
    if (defaults != null) {
      Json.read(defaults.terms())
          .properties()
          .forEach(
              term ->
                  terms.put(
                      term.getKey(),
                      new Term(term.getValue(), TermSource.TENANT, defaults.by(), defaults.at())));
    }
    return new TermLayers(terms);
  }

  Map<String, Term> alone() {
    return base;
  }

  Map<String, Term> with(WorkflowDefinition workflow, Publication publication) {
    Map<String, Term> terms = new LinkedHashMap<>(base);
    workflow
        .terms()
        .forEach(
            (name, value) ->
                terms.put(
                    name,
                    new Term(value, TermSource.WORKFLOW, publication.by(), publication.at())));
    return terms;
  }
}
