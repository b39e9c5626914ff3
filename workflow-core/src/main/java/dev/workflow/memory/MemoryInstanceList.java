package dev.workflow.memory;

import dev.workflow.Instances;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.InstancePlace;
import dev.workflow.task.TaskQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which instances a query lists, and in which order, said as plainly as can be. */
final class MemoryInstanceList {

  private MemoryInstanceList() {}

  static List<InstanceRow> of(
      Collection<InstanceRow> all,
      Instances.Query query,
      @Nullable InstancePlace after,
      int limit) {
    Comparator<InstancePlace> order = order(query.order());
    return all.stream()
        .filter(row -> fits(query, row))
        .filter(row -> after == null || order.compare(InstancePlace.of(row), after) > 0)
        .sorted(Comparator.comparing(InstancePlace::of, order))
        .limit(limit)
        .toList();
  }

  private static Comparator<InstancePlace> order(Instances.Order order) {
    Comparator<InstancePlace> byId = Comparator.comparing(InstancePlace::instance);
    Comparator<InstancePlace> byEnd =
        Comparator.comparing(
                InstancePlace::endedAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
            .thenComparing(byId);
    return switch (order) {
      case NEWEST_FIRST -> byId.reversed();
      case OLDEST_FIRST -> byId;
      case LAST_ENDED_FIRST -> byEnd.reversed();
      case FIRST_ENDED_FIRST -> byEnd;
    };
  }

  private static boolean fits(Instances.Query query, InstanceRow row) {
    InstanceRow.Progress now = row.progress();
    return row.key().tenant().equals(query.tenant())
        && fits(query.workflow(), row.workflow().key())
        && fits(query.version(), row.workflow().version())
        && fits(query.subject(), row.subject())
        && (query.states().isEmpty()
            || query.states().stream().anyMatch(state -> state.name().equals(now.state())))
        && (query.outcome() == null || query.outcome().text().equals(now.outcome()))
        && within(query.times().created(), row.origin().createdAt())
        && within(query.times().ended(), now.endedAt())
        && !(query.order().byEnd() && now.endedAt() == null);
  }

  private static boolean fits(@Nullable Object asked, @Nullable Object has) {
    return asked == null || asked.equals(has);
  }

  private static boolean within(TaskQuery.@Nullable Range range, @Nullable Instant time) {
    return range == null || range.contains(time);
  }
}
