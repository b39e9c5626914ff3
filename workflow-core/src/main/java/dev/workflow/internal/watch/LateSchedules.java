package dev.workflow.internal.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.definition.ScheduleTiming;
import dev.workflow.operations.Findings;
import dev.workflow.spi.store.ScheduleRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Schedules whose next tick should have begun more than five minutes ago; of the 100 latest. */
final class LateSchedules {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int MOST = 100;

  private LateSchedules() {}

  static List<Observed> find(Look look) {
    Instant before = look.now().minus(PATIENCE);
    List<ScheduleRow> rows =
        look.transactions()
            .transact(transaction -> transaction.schedules().behind(look.tenant(), before, MOST));
    List<Observed> found = new ArrayList<>();
    for (ScheduleRow row : rows) {
      Instant planned = Objects.requireNonNull(row.progress().nextAt());
      if (planned.plus(jitter(row)).isBefore(before)) {
        ObjectNode evidence =
            Json.object()
                .put("schedule", row.key().id().toString())
                .put("planned", planned.toString())
                .put("lateSeconds", Duration.between(planned, look.now()).toSeconds());
        if (row.name() != null) {
          evidence.put("task", row.name());
        }
        found.add(
            new Observed(
                Findings.Kind.SCHEDULE_BEHIND,
                "schedule " + row.key().id(),
                row.workflow(),
                null,
                evidence));
      }
    }
    return found;
  }

  private static Duration jitter(ScheduleRow row) {
    ScheduleTiming timing =
        ScheduleTiming.read((ObjectNode) Json.read(row.document()), Problems.none());
    return timing == null ? Duration.ZERO : timing.jitter();
  }
}
