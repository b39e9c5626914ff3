package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Checks what a workflow must not be published with: actions that the host does not have,
 * configurations that their handlers refuse, and settings that would have no effect.
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
    alone(step, problems, actions);
    if (step instanceof Step.Each each) {
      steps(each.steps(), problems.at("each").at("steps"), actions);
    } else if (step instanceof Step.Repeat repeat) {
      steps(repeat.steps(), problems.at("repeat").at("steps"), actions);
    } else {
      for (int i = 0; i < step.nested().size(); i++) {
        steps(step.nested().get(i), problems.at(step.kind()).at(i).at("steps"), actions);
      }
    }
    steps(step.settings().failure().onFailure(), problems.at("onFailure"), actions);
  }

  /** A step without those within it. */
  static void alone(Step step, Problems problems, ActionCatalog actions) {
    performer(step, problems);
    offered(step, problems, actions);
    if (!(step instanceof Step.Action action)) {
      onlyOfPeople(step, "a \"" + step.kind() + "\" step", problems);
    } else if (actions.types().contains(action.type())
        && !actions.performedByPeople(action.type())) {
      onlyOfPeople(step, "\"" + action.type() + "\"", problems);
    }
    if (step instanceof Step.Action action) {
      action(action.type(), action.config(), problems, actions);
    } else if (step instanceof Step.Wait) {
      ownTimeout(step, problems);
    }
    StepSettings.Compensation undo = step.settings().failure().compensate();
    if (undo != null) {
      byEngine(undo.action(), problems.at("compensate").at("action"), actions);
      action(undo.action(), undo.config(), problems.at("compensate"), actions);
    }
  }

  /** What is withdrawn while something does not hold is a task, or what holds other steps. */
  private static void offered(Step step, Problems problems, ActionCatalog actions) {
    boolean byEngine =
        step instanceof Step.Action action
            ? actions.types().contains(action.type()) && !actions.performedByPeople(action.type())
            : step.nested().isEmpty();
    if (byEngine && !step.settings().coordination().offered().isAlways()) {
      problems
          .at("while")
          .add(
              "is for steps that people do and for steps that hold others: what the engine does is"
                  + " not withdrawn; write \"when\", or put it inside a \"parallel\" of one branch");
    }
  }

  private static void byEngine(String type, Problems place, ActionCatalog actions) {
    if (actions.performedByPeople(type)) {
      place.add(
          "people do \""
              + type
              + "\", but what undoes a step is done by the engine: name an action of the engine, or"
              + " ask people in \"onFailure\"");
    }
  }

  /** What says something about people only. */
  private static void onlyOfPeople(Step step, String what, Problems problems) {
    Performer performer = step.settings().performer();
    Performer.Deadlines deadlines = performer.deadlines();
    Performer.Revision revision = performer.revision();
    boolean timeout =
        deadlines.timeout().act() != Performer.TimeoutAct.FAIL
            || deadlines.timeout().answer() != null;
    Map<String, Boolean> keys = new LinkedHashMap<>();
    keys.put("quorum", performer.quorum() != null);
    keys.put("escalate", !deadlines.escalations().isEmpty());
    keys.put("onTimeout", timeout);
    keys.put("early", revision.early());
    keys.put("revocable", revision.revocable() != null);
    keys.put("sendBack", !revision.to().isEmpty());
    keys.put("allocate", performer.candidates().choice().allocate() != Performer.Allocate.OFFER);
    keys.put("prefer", performer.candidates().choice().prefer() != null);
    keys.put("candidatesWhen", performer.candidates().choice().when() != null);
    keys.forEach(
        (key, written) -> {
          if (written) {
            problems
                .at(key)
                .add(
                    "is for steps that people do, and "
                        + what
                        + " is done by the engine: leave it out, or ask people in a step of their"
                        + " own, such as an \"approval\"");
          }
        });
  }

  private static void performer(Step step, Problems problems) {
    List<String> roles = step.settings().performer().candidates().roles();
    for (String role : roles) {
      if (Template.containsExpression(role)) {
        problems.at("role").add(fixed(role));
      }
    }
    if (!(step instanceof Step.Action action) || !action.type().equals("approval")) {
      return;
    }
    JsonNode approver = action.config().source().path("approverRole");
    Problems place = problems.at("config").at("approverRole");
    if (approver.isTextual() && Template.containsExpression(approver.textValue())) {
      place.add(fixed(approver.textValue()));
    } else if (approver.isTextual()
        && !roles.isEmpty()
        && !roles.equals(List.of(approver.textValue()))) {
      place.add(
          "says "
              + Wording.quoted(approver.textValue())
              + ", but the step's role is "
              + roles.stream().map(Wording::quoted).collect(Collectors.joining(" or "))
              + "; leave one of them out");
    }
  }

  private static String fixed(String role) {
    return Wording.quoted(role)
        + " is an expression, but a role is fixed when the workflow is published: name the role, or"
        + " let \"assignee\" give the person";
  }

  private static void ownTimeout(Step wait, Problems problems) {
    TimeSpan timeout = wait.settings().failure().timeout();
    if (timeout != null) {
      problems
          .at("timeout")
          .add(
              "a wait has a timeout of its own, which is no failure: put it inside, \"wait\":"
                  + " {…, \"timeout\": \""
                  + timeout
                  + "\"}");
    }
  }

  private static void action(
      String type,
      dev.workflow.expression.ConfigTemplate config,
      Problems problems,
      ActionCatalog actions) {
    if (!actions.types().contains(type)) {
      String meant = DidYouMean.suffix(type, actions.types());
      problems
          .at("action")
          .add(
              "unknown action \""
                  + type
                  + "\""
                  + (meant.isEmpty() ? "; if" : meant + " If")
                  + " it is an action of yours, register its handler:"
                  + " WorkflowEngine.builder().handler(...), or"
                  + " META-INF/services/dev.workflow.spi.ActionHandler");
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
