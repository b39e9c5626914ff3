package dev.workflow.messaging.internal.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.WorkflowException;
import dev.workflow.WorkflowRef;
import dev.workflow.condition.Condition;
import dev.workflow.condition.Effort;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.condition.Explanation;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.RenderContext;
import dev.workflow.expression.Template;
import dev.workflow.messaging.Route;
import dev.workflow.messaging.Route.Candidate;
import dev.workflow.messaging.Route.Decision;
import dev.workflow.messaging.Route.Verdict;
import dev.workflow.trigger.TenantWorkflows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides who sends, from nothing but its arguments.
 *
 * @param event the event
 * @param data what triggers see of it
 * @param context how conditions are evaluated
 * @param rendering how expressions are
 * @param governor keeps workflows from starting that are not assigned to the subject
 */
record Router(
    Event event,
    ObjectNode data,
    EvaluationContext context,
    RenderContext rendering,
    Governor governor) {

  /**
   * The decision for one channel and audience.
   *
   * @param candidates the workflows with a trigger for the event's type, enabled or not, in the
   *     order in which they are tried
   * @param steps the message steps of a workflow and of those that it starts
   */
  Route route(
      List<TenantWorkflows.Candidate> candidates,
      Function<WorkflowDefinition, Sending.All> steps,
      String channel,
      String audience) {
    List<Candidate> trace = new ArrayList<>();
    Set<WorkflowRef> matched = new HashSet<>();
    Effort.beginTogether();
    for (TenantWorkflows.Candidate candidate : candidates) {
      WorkflowDefinition workflow = candidate.definition();
      if (matched.contains(workflow.ref())) {
        continue;
      }
      verdict(candidate, steps.apply(workflow), channel, audience)
          .ifPresent(
              verdict -> {
                trace.add(verdict);
                if (matches(verdict)) {
                  matched.add(workflow.ref());
                }
              });
    }
    return decide(trace, channel, audience);
  }

  private static boolean matches(Candidate candidate) {
    return candidate.verdict() == Verdict.SENDS || suppresses(candidate.verdict());
  }

  private static boolean suppresses(Verdict verdict) {
    return verdict == Verdict.DISABLED || verdict == Verdict.OVERRIDDEN;
  }

  private Route decide(List<Candidate> trace, String channel, String audience) {
    WorkflowRef sends = first(trace, Verdict.SENDS::equals);
    WorkflowRef disabled = first(trace, Router::suppresses);
    Decision decision =
        sends != null
            ? Decision.WORKFLOW
            : disabled != null ? Decision.SUPPRESSED : Decision.FALLBACK;
    return new Route(
        event.type(), channel, audience, decision, sends != null ? sends : disabled, trace);
  }

  private static @Nullable WorkflowRef first(List<Candidate> trace, Predicate<Verdict> which) {
    return trace.stream()
        .filter(candidate -> which.test(candidate.verdict()))
        .map(Candidate::workflow)
        .findFirst()
        .orElse(null);
  }

  /** Nothing if the workflow sends nothing on this path. */
  private Optional<Candidate> verdict(
      TenantWorkflows.Candidate candidate, Sending.All sent, String channel, String audience) {
    String broken =
        sent.complete() ? null : "it starts more than " + Sending.MOST + " other workflows";
    for (Sending one : sent.steps()) {
      MessageStep step = one.step();
      try {
        if (serves(step.channels(), channel)
            && (step.audiences().isEmpty() || serves(step.audiences(), audience))) {
          return Optional.of(asked(candidate, one));
        }
      } catch (WorkflowException e) {
        broken = "whom " + named(one) + " serves cannot be told: " + e.getMessage();
      }
    }
    return Optional.ofNullable(broken)
        .map(because -> new Candidate(candidate.definition().ref(), Verdict.BROKEN, because));
  }

  private static String named(Sending sending) {
    return "step \""
        + sending.step().id()
        + "\""
        + (sending.below() == null ? "" : " of " + sending.below());
  }

  private boolean serves(List<String> written, String name) {
    return written.stream().anyMatch(text -> text(text).equals(name));
  }

  private String text(String written) {
    return Template.containsExpression(written)
        ? Template.parse(written).render(data, rendering)
        : written;
  }

  private Candidate asked(TenantWorkflows.Candidate candidate, Sending sending) {
    WorkflowDefinition workflow = candidate.definition();
    if (!TenantWorkflows.fits(workflow, event)) {
      String found = event.subject() == null ? "none" : "a " + event.subject().type();
      return new Candidate(
          workflow.ref(),
          Verdict.NOT_MATCHED,
          "it is about a " + workflow.subject() + "; the event's subject is " + found);
    }
    Condition when = candidate.trigger().when();
    try {
      if (!when.testTogether(data, context)) {
        return failing(workflow.ref(), when);
      }
    } catch (RuntimeException e) {
      return new Candidate(
          workflow.ref(), Verdict.BROKEN, "its condition cannot be evaluated: " + e);
    }
    if (!workflow.enabled()) {
      return new Candidate(
          workflow.ref(), Verdict.DISABLED, "its trigger matches, but it is disabled");
    }
    Governor.Refusal refusal = governor.refusal(workflow);
    if (refusal != null) {
      Verdict verdict = refusal.none() ? Verdict.OVERRIDDEN : Verdict.NOT_MATCHED;
      return new Candidate(workflow.ref(), verdict, refusal.because());
    }
    String matches = "its trigger matches; " + named(sending);
    return sending.off() == null
        ? new Candidate(workflow.ref(), Verdict.SENDS, matches + " sends")
        : new Candidate(
            workflow.ref(),
            Verdict.DISABLED,
            matches + " would send, but " + sending.off() + " is disabled");
  }

  private Candidate failing(WorkflowRef workflow, Condition when) {
    return new Candidate(
        workflow,
        Verdict.NOT_MATCHED,
        when.explain(data, context)
            .firstFailing()
            .map(Explanation::toString)
            .orElse("its condition is false"));
  }
}
