package dev.workflow.internal.assignment;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.assignment.EffectiveWorkflow.Candidate;
import dev.workflow.assignment.EffectiveWorkflow.Source;
import dev.workflow.assignment.EffectiveWorkflow.Verdict;
import dev.workflow.condition.Condition;
import dev.workflow.spi.store.AssignmentRows.RuleRow;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule that is ready to be asked. Immutable.
 *
 * @param condition null: it cannot be read
 * @param fault why it cannot be read; empty if it can
 */
record CompiledRule(RuleRow row, @Nullable Condition condition, String fault) {

  static CompiledRule of(RuleRow row) {
    try {
      return new CompiledRule(row, Condition.parse(row.condition()), "");
    } catch (InvalidInputException e) {
      String problems =
          e.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
      return new CompiledRule(row, null, problems);
    }
  }

  Candidate candidate(Verdict verdict, String because) {
    return new Candidate(Source.RULE, row.name(), row.workflow(), verdict, because);
  }
}
