package dev.workflow.preview.internal;

import dev.workflow.preview.PastStarts;
import dev.workflow.preview.PastStarts.Sample;
import dev.workflow.preview.PublicationPreview;
import dev.workflow.preview.PublicationPreview.Starts;
import dev.workflow.spi.store.EventRow;
import dev.workflow.trigger.EventExplanation.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tries the same events on a workflow as it is and as it would be. Used by one thread. */
final class PublicationTrial {

  private final @Nullable DefinitionTrial before;
  private final DefinitionTrial after;
  private final List<Sample> addedSamples = new ArrayList<>();
  private final List<Sample> lostSamples = new ArrayList<>();
  private long added;
  private long lost;

  /**
   * @param before null: nothing starts it now
   */
  PublicationTrial(@Nullable DefinitionTrial before, DefinitionTrial after) {
    this.before = before;
    this.after = after;
  }

  void add(EventRow row) {
    TriggerTrial.Outcome was = before == null ? null : before.add(row);
    TriggerTrial.Outcome is = after.add(row);
    boolean started = was != null && was.verdict() == Verdict.STARTS;
    boolean starts = is != null && is.verdict() == Verdict.STARTS;
    if (starts && !started) {
      added++;
      keep(addedSamples, row, is);
    } else if (started && !starts) {
      lost++;
      keep(lostSamples, row, is);
    }
  }

  private static void keep(
      List<Sample> samples, EventRow row, TriggerTrial.@Nullable Outcome outcome) {
    if (samples.size() < PublicationPreview.MOST_SAMPLES) {
      samples.add(
          StartsTally.sample(
              row,
              outcome == null
                  ? TriggerTrial.Outcome.of(
                      Verdict.NOT_MATCHED,
                      -1,
                      "no trigger names its type",
                      "no trigger names its type")
                  : outcome));
    }
  }

  long events() {
    return after.events();
  }

  Starts result() {
    PastStarts was = before == null ? null : before.result();
    return new Starts(was, after.result(), added, lost, addedSamples, lostSamples);
  }
}
