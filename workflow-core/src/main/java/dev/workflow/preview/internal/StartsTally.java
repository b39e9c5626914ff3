package dev.workflow.preview.internal;

import dev.workflow.TenantId;
import dev.workflow.internal.text.Limits;
import dev.workflow.preview.PastStarts;
import dev.workflow.preview.PastStarts.Reason;
import dev.workflow.preview.PastStarts.Sample;
import dev.workflow.spi.store.EventRow;
import dev.workflow.trigger.EventExplanation.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of the events of a time so far. Used by one thread. */
final class StartsTally {

  private static final int LINE = 300;
  private static final String OTHERS = "other reasons";

  private record Key(Verdict verdict, int trigger, String because) {}

  /** How often a reason was met, and by whom first. */
  private static final class Met {
    private final TriggerTrial.Outcome first;
    private final List<Sample> samples = new ArrayList<>();
    private long events;

    Met(TriggerTrial.Outcome first) {
      this.first = first;
    }
  }

  private final TenantId tenant;
  private final String workflow;
  private final Instant from;
  private final Instant to;
  private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
  private final Map<Key, Met> reasons = new LinkedHashMap<>();
  private long events;
  private long concerned;

  StartsTally(TenantId tenant, String workflow, Instant from, Instant to) {
    this.tenant = tenant;
    this.workflow = workflow;
    this.from = from;
    this.to = to;
  }

  /** An event of a type that no trigger names. */
  void passedOver() {
    events++;
  }

  long events() {
    return events;
  }

  void add(EventRow row, TriggerTrial.Outcome outcome) {
    events++;
    concerned++;
    counts.merge(outcome.verdict(), 1L, Long::sum);
    Key key = new Key(outcome.verdict(), outcome.trigger(), outcome.because());
    if (!reasons.containsKey(key) && reasons.size() >= PastStarts.MOST_REASONS) {
      key = new Key(outcome.verdict(), -1, OTHERS);
    }
    Met met = reasons.computeIfAbsent(key, unmet -> new Met(outcome));
    met.events++;
    if (met.samples.size() < PastStarts.MOST_SAMPLES) {
      met.samples.add(sample(row, outcome));
    }
  }

  static Sample sample(EventRow row, TriggerTrial.Outcome outcome) {
    return new Sample(
        row.id(),
        row.type(),
        row.acceptedAt(),
        row.subject(),
        Limits.storable(Limits.oneLine(outcome.line()), LINE),
        outcome.value());
  }

  PastStarts result(TriggerTrial trial) {
    List<Reason> sorted = new ArrayList<>();
    reasons.forEach(
        (key, met) ->
            sorted.add(
                new Reason(
                    key.verdict(),
                    key.trigger(),
                    Limits.storable(Limits.oneLine(key.because()), LINE),
                    key.because().equals(OTHERS) ? null : met.first.clause(),
                    met.events,
                    met.samples)));
    sorted.sort(Comparator.comparingLong(Reason::events).reversed());
    return new PastStarts(
        tenant,
        workflow,
        from,
        to,
        events,
        concerned,
        counts,
        sorted,
        trial.sharing(),
        trial.whole());
  }
}
