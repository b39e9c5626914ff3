package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.DeliveryStates;
import dev.workflow.jdbi.internal.MessageTable;
import dev.workflow.jdbi.internal.sql.Binding;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.DeliveryRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

final class JdbiDeliveries implements DeliveryRows {

  private static final Columns<DeliveryRow> DELIVERY =
      Columns.<DeliveryRow>of("#delivery")
          .text("tenant_id", DeliveryRow::tenant)
          .text("channel", DeliveryRow::channel)
          .text("event_key", DeliveryRow::eventKey)
          .text("provider_id", DeliveryRow::providerId)
          .uuid("message_id", DeliveryRow::message)
          .text("state", DeliveryRow::state)
          .time("at", DeliveryRow::at)
          .time("reported_at", DeliveryRow::reportedAt)
          .text("code", DeliveryRow::code)
          .text("reason", DeliveryRow::reason)
          .text("refusal", DeliveryRow::refusal)
          .key("tenant_id", "channel", "event_key")
          .build();

  private static final String REPORTED =
      """
      SELECT m.tenant_id, m.id, m.instance_id, m.workflow, m.concurrency_key, m.step, m.subject_type, m.subject_id,
        m.recipient, m.provider_id, m.delivery
      """;

  private static final String WITH_PROVIDER_ID =
      """
      JOIN #message m ON m.tenant_id = p.tenant_id AND m.id = p.message_id AND m.provider_id = p.provider_id
      """;

  private static final Lookup<UUID> BY_ID =
      new Lookup<>(
          Columns.<UUID>ofNoTable().uuid("id", id -> id).build(),
          REPORTED
              + "FROM #message m WHERE m.id = key.id AND m.tenant_id = :tenant AND m.channel = :channel");

  private static final Lookup<String> BY_PROVIDER_ID =
      new Lookup<>(
          Columns.<String>ofNoTable().text("provider_id", id -> id).build(),
          REPORTED
              + "FROM #provider_message p "
              + WITH_PROVIDER_ID
              + "WHERE p.provider_id = key.provider_id AND p.tenant_id = :tenant AND p.channel = :channel");

  private static final String LATE_KNOWN =
      "SELECT "
          + DELIVERY.names("d")
          + ", m.id FROM #delivery d\n"
          + "JOIN #provider_message p\n"
          + "  ON p.provider_id = d.provider_id AND p.tenant_id = d.tenant_id AND p.channel = d.channel\n"
          + WITH_PROVIDER_ID
          + """
          WHERE d.message_id IS NULL AND d.reported_at >= :reported_since
          ORDER BY d.reported_at, d.event_key LIMIT :limit
          """;

  private final Sql sql;
  private final DeliveryStates states;

  JdbiDeliveries(Sql sql, DeliveryStates states) {
    this.sql = sql;
    this.states = states;
  }

  private static Reported reported(ResultSet row) throws SQLException {
    return new Reported(
        Read.uuid(row, "id"),
        MessageTable.origin(TenantId.of(row.getString("tenant_id")), row),
        row.getString("recipient"),
        row.getString("provider_id"),
        row.getString("delivery"));
  }

  private static DeliveryRow row(ResultSet row) throws SQLException {
    return new DeliveryRow(
        TenantId.of(row.getString("tenant_id")),
        row.getString("channel"),
        row.getString("event_key"),
        row.getString("provider_id"),
        Read.uuidIfAny(row, "message_id"),
        row.getString("state"),
        Read.requiredInstant(row, "at"),
        Read.requiredInstant(row, "reported_at"),
        row.getString("code"),
        row.getString("reason"),
        row.getString("refusal"));
  }

  @Override
  public List<Reported> byProvider(
      TenantId tenant, String channel, Collection<String> providerIds) {
    Map<String, Reported> newest = new HashMap<>();
    for (Reported one : messages(BY_PROVIDER_ID, providerIds, tenant, channel)) {
      newest.merge(
          String.valueOf(one.providerId()), one, (a, b) -> a.id().compareTo(b.id()) > 0 ? a : b);
    }
    return List.copyOf(newest.values());
  }

  @Override
  public List<Reported> byId(TenantId tenant, String channel, Collection<UUID> ids) {
    return messages(BY_ID, ids, tenant, channel);
  }

  private <K> List<Reported> messages(
      Lookup<K> lookup, Collection<K> keys, TenantId tenant, String channel) {
    return sql.find(
        lookup,
        keys.stream().distinct().toList(),
        new Binding().bind("tenant", tenant).bind("channel", channel),
        JdbiDeliveries::reported);
  }

  @Override
  public Set<String> insertNew(List<DeliveryRow> reports) {
    return sql.insertNew(DELIVERY, reports).stream()
        .map(DeliveryRow::eventKey)
        .collect(Collectors.toSet());
  }

  @Override
  public Set<UUID> raise(List<DeliveryRow> reports) {
    return reports.isEmpty()
        ? Set.of()
        : states.raise(
            reports.stream().sorted(Comparator.comparing(DeliveryStates::message)).toList());
  }

  @Override
  public List<DeliveryRow> lateKnown(Instant reportedSince, int limit) {
    return sql.of(LATE_KNOWN)
        .bind("reported_since", reportedSince)
        .bind("limit", limit)
        .list(row -> row(row).of(Read.uuid(row, "id")));
  }

  @Override
  public void settle(List<DeliveryRow> rows) {
    sql.batch(
        """
        UPDATE #delivery SET message_id = :message_id
        WHERE tenant_id = :tenant_id AND channel = :channel AND event_key = :event_key
        """,
        DELIVERY,
        rows);
  }

  @Override
  public List<DeliveryRow> list(TenantId tenant, UUID message) {
    return sql.of(
            DELIVERY.select("d")
                + "WHERE tenant_id = :tenant AND message_id = :message ORDER BY reported_at, event_key")
        .bind("tenant", tenant)
        .bind("message", message)
        .list(JdbiDeliveries::row);
  }

  @Override
  public int removeUnknown(TenantId tenant, Instant reportedBefore, int limit) {
    record Key(String channel, String eventKey) {}
    List<Key> some =
        sql.of(
                """
                SELECT channel, event_key FROM #delivery
                WHERE message_id IS NULL AND reported_at >= :earliest AND reported_at < :reported_before AND tenant_id = :tenant
                ORDER BY reported_at LIMIT :limit
                """)
            .bind("earliest", Sql.EARLIEST)
            .bind("reported_before", reportedBefore)
            .bind("tenant", tenant)
            .bind("limit", limit)
            .list(row -> new Key(row.getString("channel"), row.getString("event_key")));
    sql.batch(
        """
        DELETE FROM #delivery
        WHERE message_id IS NULL AND tenant_id = :tenant AND channel = :channel AND event_key = :event_key
        """,
        some,
        (binding, key) ->
            binding
                .bind("tenant", tenant)
                .bind("channel", key.channel())
                .bind("event_key", key.eventKey()));
    return some.size();
  }
}
