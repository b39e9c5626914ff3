package dev.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why each workflow would or would not start for an event, in the order in which they are tried.
 *
 * @param candidates every enabled workflow with a trigger for the event's type
 * @param wouldExit the open instances the event would end
 * @param wouldAnswer the waiting steps it would answer
 */
public record EventExplanation(
    Event event,
    List<Candidate> candidates,
    List<InstanceId> wouldExit,
    List<PublishReceipt.Answered> wouldAnswer) {

  /** How a candidate fared. */
  public enum Verdict {
    /** It would start. */
    STARTS,
    /** Its trigger does not match: the condition is false, or the subject is of another type. */
    NOT_MATCHED,
    /** It matches and would not start: dedupe, concurrency or the loop guard. */
    SUPPRESSED,
    /** It matches and would start once those before it have ended. */
    QUEUED,
    /** It is broken: whether it matches cannot be told. */
    ERROR
  }

  /**
   * @param because one line for people
   * @param explanation the condition's explanation tree as JSON; null if the condition was not
   *     asked
   * @param concurrent the open instances with the same concurrency key: those it would wait for
   *     (QUEUED), oldest first, or cancel and replace (STARTS)
   */
  public record Candidate(
      WorkflowRef workflow,
      Verdict verdict,
      String because,
      @Nullable JsonNode explanation,
      List<InstanceId> concurrent) {

    @Override
    public String toString() {
      return workflow + ": " + verdict + ", " + because;
    }
  }

  /** One candidate per line. */
  @Override
  public String toString() {
    return candidates.isEmpty()
        ? "no enabled workflow has a trigger for \"" + event.type() + "\""
        : candidates.stream().map(Candidate::toString).collect(Collectors.joining("\n"));
  }
}
