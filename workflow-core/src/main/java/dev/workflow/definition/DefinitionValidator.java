package dev.workflow.definition;

import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.internal.DidYouMean;
import java.util.List;

/**
 * Checks what only a host can know: which actions there are, and what they make of their
 * configuration.
 */
public final class DefinitionValidator {

  private DefinitionValidator() {}

  /**
   * Every problem with its place in {@link WorkflowDefinition#toJson()}; empty: it can be
   * published.
   */
  public static List<Problem> validate(WorkflowDefinition definition, ActionCatalog actions) {
    Problems problems = Problems.none();
    steps(definition.steps(), problems.at("steps"), actions);
    return problems.list();
  }

  private static void steps(List<Step> steps, Problems problems, ActionCatalog actions) {
    for (int i = 0; i < steps.size(); i++) {
      step(steps.get(i), problems.at(i), actions);
    }
  }

  private static void step(Step step, Problems problems, ActionCatalog actions) {
    if (step instanceof Step.Action action) {
      action(action.type(), action.config(), problems, actions);
    } else if (step instanceof Step.Each each) {
      steps(each.steps(), problems.at("each").at("steps"), actions);
    } else if (step instanceof Step.Repeat repeat) {
      steps(repeat.steps(), problems.at("repeat").at("steps"), actions);
    } else {
      for (int i = 0; i < step.nested().size(); i++) {
        steps(step.nested().get(i), problems.at(step.kind()).at(i).at("steps"), actions);
      }
    }
    StepSettings.Failure failure = step.settings().failure();
    steps(failure.onFailure(), problems.at("onFailure"), actions);
    if (failure.compensate() != null) {
      action(
          failure.compensate().action(),
          failure.compensate().config(),
          problems.at("compensate"),
          actions);
    }
  }

  private static void action(
      String type,
      dev.workflow.expression.ConfigTemplate config,
      Problems problems,
      ActionCatalog actions) {
    if (!actions.types().contains(type)) {
      problems
          .at("action")
          .add("unknown action \"" + type + "\"" + DidYouMean.suffix(type, actions.types()));
      return;
    }
    Problems found = problems.at("config");
    try {
      actions.validate(type, config.source(), found);
    } catch (RuntimeException e) {
      found.add("the handler of \"" + type + "\" failed to check its configuration: " + e);
    }
  }
}
