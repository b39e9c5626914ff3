package dev.workflow.decision;

import dev.workflow.EngineOptions;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why things happened in a tenant, and why others did not: of every accepted event each candidate
 * workflow whose trigger names its type, and of every instance its steps, branches, waits and what
 * ended it. Thread-safe.
 *
 * <p>What started, was suppressed or is broken stands in the receipt of its event, and what became
 * of steps in the journal of their instance: both were written with what they are about, and
 * nothing else is written. Why a trigger did not match is worked out when it is asked for: the
 * stored event is shown again to the version that was the newest at its time, as it was enabled or
 * disabled then. {@link EngineOptions.DecisionRecords} says whether that is recorded too.
 *
 * <p>A decision is found for as long as its event, or its instance, is kept.
 */
public interface Decisions {

  /**
   * All that was decided when an event was accepted: candidates in the order in which they were
   * tried, what it answered and ended, and the waits and exits of instances about its subject that
   * looked for its type and whose condition was false. At most 1,000 candidates that did not match
   * are looked at, and 100 instances.
   *
   * @throws NotFoundException if the tenant has no such event
   */
  List<Decision> of(TenantId tenant, String eventId);

  /**
   * What was decided, newest first. A page ends early where what lies before was looked at for long
   * (10,000 events, candidates and commits): it may be empty, and others follow as long as there is
   * a {@link Page#next}. Name a subject, a workflow or a time where a tenant has much.
   *
   * @param cursor {@link Page#next()} of the page before, of the same question; null: the newest
   * @param limit 1 to 1,000
   * @throws InvalidInputException if the range is empty
   */
  Page<Decision> list(TenantId tenant, Query query, @Nullable String cursor, int limit);

  /**
   * Which decisions; null and empty parts do not filter. Immutable.
   *
   * @param from no decisions from before this time
   * @param to no decisions from this time or later
   * @param workflow the key of a workflow, in all versions
   */
  record Query(
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable String workflow,
      @Nullable SubjectRef subject,
      Set<Decision.Kind> kinds,
      Set<Decision.Verdict> verdicts) {

    public Query {
      kinds = Set.copyOf(kinds);
      verdicts = Set.copyOf(verdicts);
    }

    /** All of them. */
    public static Query all() {
      return new Query(null, null, null, null, Set.of(), Set.of());
    }

    /** From a time, to before another one. */
    public Query between(Instant begin, Instant end) {
      return new Query(begin, end, workflow, subject, kinds, verdicts);
    }

    public Query ofWorkflow(String key) {
      return new Query(from, to, key, subject, kinds, verdicts);
    }

    public Query about(SubjectRef about) {
      return new Query(from, to, workflow, about, kinds, verdicts);
    }

    public Query of(Decision.Kind... which) {
      return new Query(from, to, workflow, subject, Set.of(which), verdicts);
    }

    public Query withVerdict(Decision.Verdict... which) {
      return new Query(from, to, workflow, subject, kinds, Set.of(which));
    }
  }
}
