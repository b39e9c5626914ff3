package dev.workflow.testkit.simulation;

import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events that are still to be published. Used by the strand that has the baton. */
final class Agenda {

  private final List<Workload.Planned> waiting;

  Agenda(List<Workload.Planned> planned) {
    waiting = new ArrayList<>(planned);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  private static Instant time(Workload.Planned planned) {
    return WorkflowTestKit.START.plus(planned.after());
  }

  /** When they are to be published. */
  Stream<Instant> times() {
    return waiting.stream().map(Agenda::time);
  }

  /** The first whose own time has come. */
  Workload.@Nullable Planned due(Instant now) {
    for (Workload.Planned planned : waiting) {
      if (planned.atWindowEnd() == null && !time(planned).isAfter(now)) {
        return planned;
      }
    }
    return null;
  }

  /** Hands one copy over to a publisher. */
  void take(Workload.Planned planned) {
    waiting.remove(planned);
    if (planned.copies() > 1) {
      waiting.add(atOwnTime(planned, planned.copies() - 1));
    }
  }

  /** A copy was not accepted. */
  void again(Workload.Planned planned) {
    waiting.add(atOwnTime(planned, 1));
  }

  private static Workload.Planned atOwnTime(Workload.Planned planned, int copies) {
    return new Workload.Planned(planned.after(), planned.event(), copies, null);
  }

  /**
   * Binds the first event that waits for the end of a window to the end of this one.
   *
   * @return when that event is to be published; empty if none waits, or there is no window
   */
  Optional<Instant> bind(Optional<Instant> windowEnd) {
    for (int i = 0; i < waiting.size() && windowEnd.isPresent(); i++) {
      Workload.Planned planned = waiting.get(i);
      Integer micros = planned.atWindowEnd();
      if (micros != null) {
        waiting.set(
            i, new Workload.Planned(Duration.ZERO, planned.event(), planned.copies(), null));
        return Optional.of(windowEnd.get().plusNanos(micros * 1_000L));
      }
    }
    return Optional.empty();
  }

  /** Lets an event whose window has not come in two minutes come at its own time. */
  void passed(Instant time) {
    waiting.replaceAll(
        planned ->
            planned.atWindowEnd() != null && !time(planned).plusSeconds(120).isAfter(time)
                ? atOwnTime(planned, planned.copies())
                : planned);
  }
}
