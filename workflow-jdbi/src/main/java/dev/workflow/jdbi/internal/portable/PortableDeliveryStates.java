package dev.workflow.jdbi.internal.portable;

import dev.workflow.jdbi.internal.DeliveryStates;
import dev.workflow.jdbi.internal.sql.MatchedRows;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.spi.Channels;
import dev.workflow.spi.store.DeliveryRows.DeliveryRow;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

record PortableDeliveryStates(Sql sql) implements DeliveryStates {

  private static final String RAISE =
      """
      UPDATE #message SET delivery = :state, delivery_at = :at,
        read_at = coalesce(CAST(:read_at AS timestamp(6) with time zone), read_at)
      WHERE tenant_id = :tenant AND id = :id AND :rank > %s
      """
          .formatted(RANK);

  @Override
  public Set<UUID> raise(List<DeliveryRow> reports) {
    int[] counts =
        sql.batch(
            RAISE,
            reports,
            (binding, report) ->
                binding
                    .bind("state", report.state())
                    .bind("at", report.at())
                    .bind("read_at", readAt(report))
                    .bind("tenant", report.tenant())
                    .bind("id", report.message())
                    .bind("rank", DeliveryStates.rank(report)));
    return MatchedRows.changed(counts).of(reports).stream()
        .map(DeliveryStates::message)
        .collect(Collectors.toSet());
  }

  private static @Nullable Instant readAt(DeliveryRow report) {
    boolean read =
        report.state().equals(State.READ.name()) && report.channel().equals(Channels.IN_APP);
    return read ? report.at() : null;
  }
}
