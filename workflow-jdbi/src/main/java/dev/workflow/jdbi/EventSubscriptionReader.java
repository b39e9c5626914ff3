package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.EventSubscriptionLookup;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.InstanceKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds steps that wait for an event. */
record EventSubscriptionReader(Sql sql) {

  static final Columns<EventSubscriptionRow> SUBSCRIPTION =
      Columns.<EventSubscriptionRow>of("#event_subscription")
          .text("tenant_id", row -> row.instance().tenant())
          .uuid("instance_id", row -> row.instance().id())
          .text("step", EventSubscriptionRow::step)
          .text("event_type", EventSubscriptionRow::eventType)
          .text("lookup_key", EventSubscriptionRow::key)
          .build();

  /** Before every id. */
  private static final UUID FIRST = new UUID(0, 0);

  /** See {@link dev.workflow.spi.store.InstanceRows#subscriptions}. */
  List<EventSubscriptionRow> find(
      Collection<EventSubscriptionLookup> lookups, @Nullable InstanceId after, int limit) {
    return lookups.stream()
        .flatMap(lookup -> find(lookup, after, limit).stream())
        .sorted(
            Comparator.comparing(EventSubscriptionRow::instance)
                .thenComparing(EventSubscriptionRow::step))
        .toList();
  }

  /** See {@link dev.workflow.spi.store.InstanceRows#isSubscribed}. */
  boolean any(TenantId tenant, String eventType) {
    return !sql.of(
            """
            SELECT step FROM #event_subscription
            WHERE tenant_id = :tenant AND event_type = :event_type LIMIT 1
            """)
        .bind("tenant", tenant)
        .bind("event_type", eventType)
        .list(row -> row.getString("step"))
        .isEmpty();
  }

  private List<EventSubscriptionRow> find(
      EventSubscriptionLookup lookup, @Nullable InstanceId after, int limit) {
    return sql.of(
            """
            SELECT instance_id, step FROM #event_subscription
            WHERE tenant_id = :tenant AND event_type = :event_type AND lookup_key = :lookup_key AND instance_id > :after
            ORDER BY instance_id, step LIMIT :limit
            """)
        .bind("tenant", lookup.tenant())
        .bind("event_type", lookup.eventType())
        .bind("lookup_key", lookup.key())
        .bind("after", after == null ? FIRST : after)
        .bind("limit", limit)
        .list(
            row ->
                new EventSubscriptionRow(
                    new InstanceKey(lookup.tenant(), InstanceId.of(Read.uuid(row, "instance_id"))),
                    row.getString("step"),
                    lookup.eventType(),
                    lookup.key()));
  }
}
