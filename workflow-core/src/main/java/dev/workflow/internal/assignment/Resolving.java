package dev.workflow.internal.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.assignment.EffectiveWorkflow;
import dev.workflow.assignment.EffectiveWorkflow.Term;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.assignment.TermLayers.Publication;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.AssignmentRows;
import dev.workflow.spi.store.AssignmentRows.OverrideRow;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a decision needs, once for any number of subjects. Rules are kept as long as their
 * revision stays; workflows are looked up after the transaction has ended. Thread-safe.
 */
final class Resolving {

  private static final int TENANTS = 10_000;
  private static final int PUBLICATIONS = 10_000;

  private record VersionKey(TenantId tenant, WorkflowRef workflow) {}

  private record Snapshot(TenantRules rules, Map<SubjectRef, OverrideRow> overrides) {}

  private final WorkflowStore store;
  private final BiFunction<TenantId, String, Optional<WorkflowDefinition>> newest;
  private final Map<String, JsonNode> hostTerms;
  private final Cache<TenantId, TenantRules> rules =
      Caffeine.newBuilder().maximumSize(TENANTS).build();
  private final Cache<VersionKey, Publication> publications =
      Caffeine.newBuilder().maximumSize(PUBLICATIONS).build();

  Resolving(
      WorkflowStore store,
      BiFunction<TenantId, String, Optional<WorkflowDefinition>> newest,
      Map<String, JsonNode> hostTerms) {
    this.store = store;
    this.newest = newest;
    this.hostTerms = hostTerms;
  }

  /** What holds at a moment, with the overrides of these subjects. */
  Moment at(
      TenantId tenant,
      TenantDirectory.Settings settings,
      Instant now,
      Collection<SubjectRef> subjects) {
    Snapshot snapshot =
        store.transact(transaction -> read(transaction.assignments(), tenant, subjects));
    rules.put(tenant, snapshot.rules());
    return new Moment(tenant, settings, now, snapshot);
  }

  private Snapshot read(AssignmentRows rows, TenantId tenant, Collection<SubjectRef> subjects) {
    long revision = rows.revision(tenant);
    TenantRules known = rules.getIfPresent(tenant);
    TenantRules current =
        known != null && known.revision() == revision
            ? known
            : TenantRules.read(rows, tenant, revision);
    List<OverrideRow> overrides = subjects.isEmpty() ? List.of() : rows.overrides(tenant, subjects);
    return new Snapshot(
        current,
        overrides.stream().collect(Collectors.toMap(OverrideRow::subject, Function.identity())));
  }

  private Publication publication(TenantId tenant, WorkflowRef workflow) {
    VersionKey key = new VersionKey(tenant, workflow);
    Publication known = publications.getIfPresent(key);
    if (known != null) {
      return known;
    }
    Optional<Publication> read =
        store
            .transact(
                transaction ->
                    transaction.definitions().find(tenant, workflow.key(), workflow.version()))
            .map(row -> new Publication(row.createdBy(), row.createdAt()));
    read.ifPresent(publication -> publications.put(key, publication));
    return read.orElse(new Publication(null, null));
  }

  /** Decides about any number of subjects by what held at one moment. Used by one thread. */
  final class Moment {

    private final TenantId tenant;
    private final Snapshot snapshot;
    private final TermLayers terms;
    private final EvaluationContext context;
    private final Map<String, Optional<WorkflowDefinition>> workflows = new HashMap<>();
    private final Map<WorkflowRef, Map<String, Term>> workflowTerms = new HashMap<>();

    private Moment(
        TenantId tenant, TenantDirectory.Settings settings, Instant now, Snapshot snapshot) {
      this.tenant = tenant;
      this.snapshot = snapshot;
      this.terms = TermLayers.of(hostTerms, settings.terms(), snapshot.rules().defaults());
      this.context = EvaluationContext.of(now, settings.zone());
    }

    EffectiveWorkflow decide(@Nullable SubjectRef subject, ObjectNode data) {
      OverrideRow override = subject == null ? null : snapshot.overrides().get(subject);
      Resolver.Decision decision =
          Resolver.decide(override, snapshot.rules(), data, this::workflow, context);
      WorkflowDefinition workflow = decision.workflow();
      return new EffectiveWorkflow(
          workflow == null ? null : workflow.ref(),
          decision.source(),
          workflow == null ? terms.alone() : termsOf(workflow),
          decision.trace());
    }

    private Optional<WorkflowDefinition> workflow(String key) {
      return workflows.computeIfAbsent(key, wanted -> newest.apply(tenant, wanted));
    }

    private Map<String, Term> termsOf(WorkflowDefinition workflow) {
      return workflowTerms.computeIfAbsent(
          workflow.ref(),
          ref ->
              workflow.terms().isEmpty()
                  ? terms.alone()
                  : terms.with(workflow, publication(tenant, ref)));
    }
  }
}
