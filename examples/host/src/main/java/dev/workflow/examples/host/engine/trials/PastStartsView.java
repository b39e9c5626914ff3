package dev.workflow.examples.host.engine.trials;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.SubjectRef;
import dev.workflow.preview.PastStarts;
import dev.workflow.trigger.EventExplanation.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which past events would have started a definition.
 *
 * @param events how many were looked at
 * @param concerned how many of a type that it names
 * @param whole false: there were more than are looked at
 */
record PastStartsView(
    Instant from,
    Instant to,
    long events,
    long concerned,
    long starts,
    Map<Verdict, Long> verdicts,
    List<PastReason> reasons,
    boolean whole) {

  /** Why so many did or did not. */
  record PastReason(
      Verdict verdict,
      int trigger,
      String because,
      @Nullable JsonNode clause,
      long events,
      List<PastSample> samples) {}

  /** One of them. */
  record PastSample(
      String eventId,
      String type,
      Instant acceptedAt,
      @Nullable SubjectRef subject,
      String because,
      @Nullable JsonNode value) {

    static PastSample of(PastStarts.Sample one) {
      return new PastSample(
          one.eventId(), one.type(), one.acceptedAt(), one.subject(), one.because(), one.value());
    }
  }

  static PastStartsView of(PastStarts one) {
    return new PastStartsView(
        one.from(),
        one.to(),
        one.events(),
        one.concerned(),
        one.starts(),
        one.counts(),
        one.reasons().stream()
            .map(
                reason ->
                    new PastReason(
                        reason.verdict(),
                        reason.trigger(),
                        reason.because(),
                        reason.clause(),
                        reason.events(),
                        reason.samples().stream().map(PastSample::of).toList()))
            .toList(),
        one.whole());
  }
}
