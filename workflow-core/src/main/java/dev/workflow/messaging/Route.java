package dev.workflow.messaging;

import dev.workflow.WorkflowRef;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The decision who sends the notification of an event on one channel to one audience, with the
 * reasons. Immutable.
 *
 * @param event the event's type
 * @param channel such as {@code email}
 * @param audience for whom, such as {@code customer}
 * @param workflow the first workflow that sends (WORKFLOW), or that would if it were enabled
 *     (SUPPRESSED); null for FALLBACK
 * @param trace every candidate in the order in which workflows are tried, with how it fared: the
 *     newest published versions with a trigger for the event's type and a message step on the
 *     channel for the audience, of their own or of a workflow that they start
 */
public record Route(
    String event,
    String channel,
    String audience,
    Decision decision,
    @Nullable WorkflowRef workflow,
    List<Candidate> trace) {

  public Route {
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(audience, "audience");
    Objects.requireNonNull(decision, "decision");
    trace = List.copyOf(trace);
  }

  /** Who sends. */
  public enum Decision {
    /** An enabled workflow matches: it sends, and the host does not. */
    WORKFLOW,
    /**
     * Only workflows match that are disabled, or that somebody has chosen none instead of for the
     * subject: nobody sends.
     */
    SUPPRESSED,
    /** No workflow matches: the host goes ahead. */
    FALLBACK
  }

  /** How a candidate fared. */
  public enum Verdict {
    /** It is enabled and its trigger matches. */
    SENDS,
    /** Its trigger matches, and it is switched off. */
    DISABLED,
    /** Its trigger matches, and somebody has chosen that no workflow governs the subject. */
    OVERRIDDEN,
    /**
     * Its trigger does not match: the condition is false, or the subject is of another type; or it
     * is governed, and another workflow is assigned to the subject.
     */
    NOT_MATCHED,
    /** Whether it matches cannot be determined; it counts as no match. */
    BROKEN
  }

  /**
   * A workflow that could have sent.
   *
   * @param because one line for people; of a false condition the first failing clause with the
   *     actual value
   */
  public record Candidate(WorkflowRef workflow, Verdict verdict, String because) {

    @Override
    public String toString() {
      return workflow + ": " + verdict + ", " + because;
    }
  }

  /** The decision and the trace, one line each. */
  @Override
  public String toString() {
    String who = workflow == null ? "" : " " + workflow;
    String verdict = event + " by " + channel + " to " + audience + ": " + decision + who;
    return trace.isEmpty()
        ? verdict + "\n  no workflow has a trigger for it and a message step for this path"
        : trace.stream()
            .map(candidate -> "\n  " + candidate)
            .collect(Collectors.joining("", verdict, ""));
  }
}
