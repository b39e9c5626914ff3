package dev.workflow.internal.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.assignment.EffectiveWorkflow.Candidate;
import dev.workflow.assignment.EffectiveWorkflow.Source;
import dev.workflow.assignment.EffectiveWorkflow.Verdict;
import dev.workflow.condition.Condition;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.condition.Explanation;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.store.AssignmentRows.DefaultRow;
import dev.workflow.spi.store.AssignmentRows.OverrideRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides which workflow governs one subject: override, then rules, then default. Pure but for the
 * lookup of workflows. One object for one decision.
 */
final class Resolver {

  /**
   * @param workflow null: none
   */
  record Decision(@Nullable WorkflowDefinition workflow, Source source, List<Candidate> trace) {}

  private final Function<String, Optional<WorkflowDefinition>> newest;
  private final EvaluationContext context;
  private final List<Candidate> trace = new ArrayList<>();
  private @Nullable WorkflowDefinition workflow;
  private @Nullable Candidate winner;

  private Resolver(
      Function<String, Optional<WorkflowDefinition>> newest, EvaluationContext context) {
    this.newest = newest;
    this.context = context;
  }

  /**
   * @param newest the newest published version of a workflow, enabled or not
   */
  static Decision decide(
      @Nullable OverrideRow override,
      TenantRules rules,
      JsonNode data,
      Function<String, Optional<WorkflowDefinition>> newest,
      EvaluationContext context) {
    Resolver resolver = new Resolver(newest, context);
    if (override != null) {
      resolver.ask(override);
    }
    rules.rules().forEach(rule -> resolver.ask(rule, data));
    if (rules.defaults() != null && rules.defaults().workflow() != null) {
      resolver.ask(rules.defaults(), rules.defaults().workflow());
    }
    Candidate winner = resolver.winner;
    Source source = winner == null ? Source.NONE : winner.kind();
    return new Decision(resolver.workflow, source, resolver.trace);
  }

  private void ask(OverrideRow row) {
    boolean expired = row.expiresAt() != null && !context.now().isBefore(row.expiresAt());
    if (expired) {
      lose(override(row, Verdict.EXPIRED, "expired at " + row.expiresAt()));
      return;
    }
    String chosen = "chosen by " + row.by() + " at " + row.at();
    String reason = row.reason() == null ? "" : " (" + row.reason() + ")";
    String expiry = row.expiresAt() == null ? "" : ", until " + row.expiresAt();
    Candidate candidate = override(row, Verdict.WON, chosen + reason + expiry);
    if (row.workflow() == null) {
      winner = candidate;
      trace.add(candidate);
    } else {
      claim(candidate, row.workflow());
    }
  }

  private static Candidate override(OverrideRow row, Verdict verdict, String because) {
    return new Candidate(Source.OVERRIDE, "override", row.workflow(), verdict, because);
  }

  private void ask(CompiledRule rule, JsonNode data) {
    Condition condition = rule.condition();
    if (!rule.row().enabled()) {
      lose(rule.candidate(Verdict.DISABLED, "the rule is switched off"));
    } else if (winner != null) {
      lose(rule.candidate(Verdict.OUTRANKED, outranked(winner)));
    } else if (condition == null) {
      lose(rule.candidate(Verdict.BROKEN, "its condition cannot be read: " + rule.fault()));
    } else {
      evaluate(rule, condition, data);
    }
  }

  private void evaluate(CompiledRule rule, Condition condition, JsonNode data) {
    boolean holds;
    try {
      holds = condition.test(data, context);
    } catch (RuntimeException e) {
      lose(rule.candidate(Verdict.BROKEN, "its condition cannot be evaluated: " + e));
      return;
    }
    if (holds) {
      claim(rule.candidate(Verdict.WON, "its condition holds"), rule.row().workflow());
    } else {
      lose(rule.candidate(Verdict.NOT_MATCHED, failing(condition, data)));
    }
  }

  private String failing(Condition condition, JsonNode data) {
    return condition
        .explain(data, context)
        .firstFailing()
        .map(Explanation::toString)
        .orElse("its condition is false");
  }

  private void ask(DefaultRow row, String key) {
    Candidate candidate =
        new Candidate(
            Source.DEFAULT,
            "default",
            key,
            Verdict.WON,
            "nothing that comes before it applies (set by " + row.by() + " at " + row.at() + ")");
    if (winner != null) {
      lose(with(candidate, Verdict.OUTRANKED, outranked(winner)));
    } else {
      claim(candidate, key);
    }
  }

  private static String outranked(Candidate winner) {
    return winner.kind() == Source.RULE
        ? "rule \"" + winner.name() + "\" comes first"
        : "the override comes first";
  }

  /** The candidate wins if its workflow can be used. */
  private void claim(Candidate candidate, String key) {
    WorkflowDefinition found = newest.apply(key).orElse(null);
    if (found == null) {
      lose(with(candidate, Verdict.UNAVAILABLE, "there is no published workflow \"" + key + "\""));
    } else if (!found.enabled()) {
      lose(with(candidate, Verdict.UNAVAILABLE, "the workflow \"" + key + "\" is disabled"));
    } else {
      workflow = found;
      winner = candidate;
      trace.add(candidate);
    }
  }

  private static Candidate with(Candidate candidate, Verdict verdict, String because) {
    return new Candidate(
        candidate.kind(), candidate.name(), candidate.workflow(), verdict, because);
  }

  private void lose(Candidate candidate) {
    trace.add(candidate);
  }
}
