package dev.workflow.preview;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.trigger.EventExplanation.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a time would have started a workflow. Immutable.
 *
 * @param from when the first event may have been accepted
 * @param to the first moment after the time
 * @param events how many events were looked at
 * @param concerned how many of them are of a type that a trigger names: those that are counted
 * @param counts by verdict: {@code STARTS}, {@code NOT_MATCHED}, {@code SUPPRESSED}, {@code ERROR}
 * @param reasons the most frequent ones first, at most {@value #MOST_REASONS} besides one for each
 *     verdict that takes up all others
 * @param sharing how many of those that start have a concurrency key that an earlier one of the
 *     time has: whether they start, wait, are left out or replace it depends on whether that one
 *     has ended by then
 * @param whole false: there were more dedupe windows, quiet times or concurrency keys than the
 *     {@value #MOST_KEYS} newest that are remembered, so that more seem to start and fewer to share
 */
public record PastStarts(
    TenantId tenant,
    String workflow,
    Instant from,
    Instant to,
    long events,
    long concerned,
    Map<Verdict, Long> counts,
    List<Reason> reasons,
    long sharing,
    boolean whole) {

  /** How many keys are remembered. */
  public static final int MOST_KEYS = 100_000;

  /** How many reasons are told apart. */
  public static final int MOST_REASONS = 100;

  /** How many events are named for each reason. */
  public static final int MOST_SAMPLES = 5;

  /** Copies what can be changed. */
  public PastStarts {
    counts = Map.copyOf(counts);
    reasons = List.copyOf(reasons);
  }

  /** How many would have started it. */
  public long starts() {
    return count(Verdict.STARTS);
  }

  public long count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0L);
  }

  /**
   * Why events fared as they did.
   *
   * @param trigger the position of the trigger that decided; -1: several
   * @param because for people, without the values of single events
   * @param clause the part of the condition that is false, as the document has it; null: it is not
   *     a condition
   * @param events how many
   * @param samples the oldest ones
   */
  public record Reason(
      Verdict verdict,
      int trigger,
      String because,
      @Nullable JsonNode clause,
      long events,
      List<Sample> samples) {

    /** Copies what can be changed. */
    public Reason {
      samples = List.copyOf(samples);
    }
  }

  /**
   * An event.
   *
   * @param because for people, with what the clause found
   * @param value what the clause found; null: there is no clause
   */
  public record Sample(
      String eventId,
      String type,
      Instant acceptedAt,
      @Nullable SubjectRef subject,
      String because,
      @Nullable JsonNode value) {}

  /** One line for each reason. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(workflow)
            .append(": ")
            .append(starts())
            .append(" of ")
            .append(concerned)
            .append(" events would have started it");
    reasons.forEach(
        reason ->
            text.append('\n')
                .append(reason.events())
                .append(' ')
                .append(reason.verdict())
                .append(": ")
                .append(reason.because()));
    return text.toString();
  }
}
