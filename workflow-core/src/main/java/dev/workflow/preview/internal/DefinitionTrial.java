package dev.workflow.preview.internal;

import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.preview.PastStarts;
import dev.workflow.spi.store.EventRow;
import dev.workflow.trigger.EventExplanation.Verdict;
import org.jspecify.annotations.Nullable;

/** Tries stored events on one definition, and counts. Used by one thread. */
final class DefinitionTrial {

  private final TriggerTrial trial;
  private final StartsTally tally;

  DefinitionTrial(TriggerTrial trial, StartsTally tally) {
    this.trial = trial;
    this.tally = tally;
  }

  /** Null: no trigger names its type. */
  TriggerTrial.@Nullable Outcome add(EventRow row) {
    if (!trial.concerns(row.type())) {
      tally.passedOver();
      return null;
    }
    TriggerTrial.Outcome outcome = outcome(row);
    tally.add(row, outcome);
    return outcome;
  }

  private TriggerTrial.Outcome outcome(EventRow row) {
    Event event;
    try {
      event = Event.parse(Json.read(row.body()));
    } catch (RuntimeException e) {
      return TriggerTrial.Outcome.of(
          Verdict.ERROR, -1, "the event cannot be read", String.valueOf(e.getMessage()));
    }
    return trial.of(event, row.acceptedAt());
  }

  long events() {
    return tally.events();
  }

  PastStarts result() {
    return tally.result(trial);
  }
}
