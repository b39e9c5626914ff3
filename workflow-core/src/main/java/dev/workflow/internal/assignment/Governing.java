package dev.workflow.internal.assignment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.assignment.EffectiveWorkflow;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.store.AssignmentRows;
import dev.workflow.spi.store.AssignmentRows.OverrideRow;
import dev.workflow.spi.store.StoreTransaction;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says of workflows that are governed whether they are the one that is assigned to a subject, by
 * what a transaction sees. Rules are kept as long as their revision stays. Thread-safe.
 */
public final class Governing {

  private static final int TENANTS = 10_000;

  private final Cache<TenantId, TenantRules> rules =
      Caffeine.newBuilder().maximumSize(TENANTS).build();

  /**
   * Why a workflow does not start for a subject.
   *
   * @param overridden whether somebody has chosen otherwise for this very subject
   * @param none whether that is explicitly none
   * @param because one line for people, with who and why
   */
  public record Refusal(boolean overridden, boolean none, String because) {}

  /**
   * Asks about one subject.
   *
   * @param data what the rules read
   * @param newest the newest published version of a workflow, enabled or not
   */
  public Asked ask(
      StoreTransaction transaction,
      TenantId tenant,
      @Nullable SubjectRef subject,
      ObjectNode data,
      Function<String, Optional<WorkflowDefinition>> newest,
      EvaluationContext context) {
    return new Asked(transaction, tenant, subject, data, newest, context);
  }

  /** What is asked about one subject, and decided once. Used by one thread. */
  public final class Asked {

    private final StoreTransaction transaction;
    private final TenantId tenant;
    private final @Nullable SubjectRef subject;
    private final ObjectNode data;
    private final Function<String, Optional<WorkflowDefinition>> newest;
    private final EvaluationContext context;
    private Resolver.@Nullable Decision decision;

    private Asked(
        StoreTransaction transaction,
        TenantId tenant,
        @Nullable SubjectRef subject,
        ObjectNode data,
        Function<String, Optional<WorkflowDefinition>> newest,
        EvaluationContext context) {
      this.transaction = transaction;
      this.tenant = tenant;
      this.subject = subject;
      this.data = data;
      this.newest = newest;
      this.context = context;
    }

    /**
     * Why a workflow is not to start; null: it may, because it is not governed or it is the one.
     */
    public @Nullable Refusal refusal(WorkflowDefinition workflow) {
      if (!workflow.governed()) {
        return null;
      } else if (subject == null) {
        return new Refusal(false, false, "it is governed, and there is no subject");
      }
      Resolver.Decision decided = decision(subject);
      WorkflowDefinition effective = decided.workflow();
      if (effective != null && effective.key().equals(workflow.key())) {
        return null;
      }
      boolean overridden = decided.source() == EffectiveWorkflow.Source.OVERRIDE;
      String why =
          decided.trace().stream()
              .filter(one -> one.verdict() == EffectiveWorkflow.Verdict.WON)
              .findFirst()
              .map(EffectiveWorkflow.Candidate::toString)
              .orElse("no override, rule or default applies");
      return new Refusal(
          overridden,
          overridden && effective == null,
          (effective == null ? "no workflow" : effective.ref())
              + " governs "
              + subject
              + ": "
              + why);
    }

    private Resolver.Decision decision(SubjectRef about) {
      if (decision == null) {
        AssignmentRows rows = transaction.assignments();
        OverrideRow override =
            rows.overrides(tenant, List.of(about)).stream().findFirst().orElse(null);
        decision = Resolver.decide(override, rules(rows), data, newest, context);
      }
      return decision;
    }

    /** What others may use is only what is committed. */
    private TenantRules rules(AssignmentRows rows) {
      long revision = rows.revision(tenant);
      TenantRules known = rules.getIfPresent(tenant);
      if (known != null && known.revision() == revision) {
        return known;
      }
      TenantRules read = TenantRules.read(rows, tenant, revision);
      transaction.afterCommit(() -> rules.put(tenant, read));
      return read;
    }
  }
}
