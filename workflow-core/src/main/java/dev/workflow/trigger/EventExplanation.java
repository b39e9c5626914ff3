package dev.workflow.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.PublishReceipt;
import dev.workflow.WorkflowRef;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why each workflow would or would not start for an event, in the order in which they are tried.
 *
 * @param candidates every enabled workflow with a trigger for the event's type
 * @param wouldExit the open instances the event would end
 * @param wouldAnswer the waiting steps it would answer
 * @param misses the exits of open instances and the waiting steps that this type of event concerns
 *     and whose condition is false
 * @param accepted what the event did, if one with its id was accepted before: publishing it again
 *     does nothing, and the rest says what it would do if it were new; null: it is new
 */
public record EventExplanation(
    Event event,
    List<Candidate> candidates,
    List<InstanceId> wouldExit,
    List<PublishReceipt.Answered> wouldAnswer,
    List<Miss> misses,
    @Nullable PublishReceipt accepted) {

  /**
   * An exit or a waiting step that the event does not concern after all.
   *
   * @param step the step that waits; null: an exit of the instance's workflow
   * @param because one line for people: the clause that is false, with what it found
   */
  public record Miss(InstanceId instance, @Nullable String step, String because) {

    @Override
    public String toString() {
      return instance + ": " + (step == null ? "exit" : "step " + step) + ", " + because;
    }
  }

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
    /** It is broken: whether it matches cannot be determined. */
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

  /** One line for each candidate and miss; the first line says if the event is not new. */
  @Override
  public String toString() {
    Stream<String> known =
        accepted == null
            ? Stream.empty()
            : Stream.of(
                "the event \""
                    + event.id()
                    + "\" was accepted before, and publishing it again does nothing; if it were"
                    + " new:");
    Stream<String> tried =
        candidates.isEmpty()
            ? Stream.of("no enabled workflow has a trigger for \"" + event.type() + "\"")
            : candidates.stream().map(Candidate::toString);
    return Stream.of(known, tried, misses.stream().map(Miss::toString))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }
}
