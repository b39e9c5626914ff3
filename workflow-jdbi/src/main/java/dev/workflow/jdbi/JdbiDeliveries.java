package dev.workflow.jdbi;

import dev.workflow.Deliveries.State;
import dev.workflow.TenantId;
import dev.workflow.spi.store.DeliveryRows;
import dev.workflow.spi.store.RecipientRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class JdbiDeliveries implements DeliveryRows {

  private static final String MESSAGE =
      "m.tenant_id, m.id, m.instance_id, m.workflow, m.concurrency_key, m.step, m.subject_type, m.subject_id,"
          + " m.recipient, m.provider_id, m.delivery";
  private static final String REPORT =
      "d.tenant_id, d.channel, d.event_key, d.provider_id, d.message_id, d.state, d.at, d.heard_at, d.code,"
          + " d.reason, d.refusal";
  private static final Rows.Shape DELIVERY =
      Rows.Shape.of(
          "#delivery",
          "tenant_id text",
          "channel text",
          "event_key text",
          "provider_id text",
          "message_id uuid",
          "state text",
          "at timestamptz",
          "heard_at timestamptz",
          "code text",
          "reason text",
          "refusal text");
  private static final Rows.Shape PROVIDER_IDS = Rows.Shape.of("", "provider_id text");
  private static final Rows.Shape IDS = Rows.Shape.of("", "id uuid");
  private static final Rows.Shape MOVES =
      Rows.Shape.of("", "id uuid", "state text", "at timestamptz", "rank integer");
  private static final String RANK =
      Arrays.stream(State.values())
          .map(state -> "WHEN '" + state + "' THEN " + state.ordinal())
          .collect(Collectors.joining(" ", "CASE delivery ", " ELSE -1 END"));

  private final Sql sql;

  JdbiDeliveries(Sql sql) {
    this.sql = sql;
  }

  private static Reported reported(ResultSet row) throws SQLException {
    return new Reported(
        Sql.uuid(row, "id"),
        MessageColumns.origin(TenantId.of(row.getString("tenant_id")), row),
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
        row.getObject("message_id", UUID.class),
        row.getString("state"),
        Sql.requiredInstant(row, "at"),
        Sql.requiredInstant(row, "heard_at"),
        row.getString("code"),
        row.getString("reason"),
        row.getString("refusal"));
  }

  @Override
  public List<Reported> byProvider(
      TenantId tenant, String channel, Collection<String> providerIds) {
    Rows ids = new Rows(PROVIDER_IDS);
    providerIds.stream().distinct().forEach(ids::add);
    Map<String, Reported> newest = new HashMap<>();
    for (Reported one : messages(Finding.PROVIDER_ID, ids, tenant, channel)) {
      newest.merge(
          String.valueOf(one.providerId()), one, (a, b) -> a.id().compareTo(b.id()) > 0 ? a : b);
    }
    return List.copyOf(newest.values());
  }

  @Override
  public List<Reported> byId(TenantId tenant, String channel, Collection<UUID> ids) {
    Rows rows = new Rows(IDS);
    ids.stream().distinct().forEach(rows::add);
    return messages(Finding.ID, rows, tenant, channel);
  }

  private List<Reported> messages(Finding finding, Rows ids, TenantId tenant, String channel) {
    if (ids.isEmpty()) {
      return List.of();
    } else if (!sql.arrays()) {
      return ids.values().stream()
          .flatMap(
              id ->
                  sql
                      .query(
                          "SELECT %s FROM %s".formatted(MESSAGE, finding.from("?")),
                          JdbiDeliveries::reported,
                          id[0],
                          tenant.value(),
                          channel)
                      .stream())
          .toList();
    }
    List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(ids.arrays()));
    parameters.add(tenant.value());
    parameters.add(channel);
    return sql.query(
        "SELECT %s FROM unnest(%s) AS k(id) CROSS JOIN LATERAL (SELECT m.* FROM %s OFFSET 0) m"
            .formatted(MESSAGE, ids.marks(), finding.from("k.id")),
        JdbiDeliveries::reported,
        parameters.toArray());
  }

  /** By what a message is found. */
  private enum Finding {
    ID("#message m WHERE m.id = %s AND m.tenant_id = ? AND m.channel = ?"),
    PROVIDER_ID(
        """
        #provider_message p
        JOIN #message m ON m.tenant_id = p.tenant_id AND m.id = p.message_id AND m.provider_id = p.provider_id
        WHERE p.provider_id = %s AND p.tenant_id = ? AND p.channel = ?""");

    private final String from;

    Finding(String from) {
      this.from = from;
    }

    String from(String id) {
      return from.formatted(id);
    }
  }

  @Override
  public Set<String> insertNew(List<DeliveryRow> reports) {
    Rows rows = new Rows(DELIVERY);
    Set<String> seen = new HashSet<>();
    for (DeliveryRow row : reports) {
      if (seen.add(row.eventKey()) && (sql.arrays() || !known(row))) {
        add(rows, row);
      }
    }
    if (rows.isEmpty()) {
      return Set.of();
    } else if (!sql.arrays()) {
      sql.insert(rows);
      return rows.values().stream().map(row -> String.valueOf(row[2])).collect(Collectors.toSet());
    }
    return new HashSet<>(
        sql.query(
            "INSERT INTO #delivery (%s) SELECT * FROM unnest(%s) ON CONFLICT DO NOTHING RETURNING event_key"
                .formatted(rows.names(), rows.marks()),
            row -> row.getString("event_key"),
            rows.arrays()));
  }

  private boolean known(DeliveryRow row) {
    return sql.exists(
        "SELECT 1 FROM #delivery WHERE tenant_id = ? AND channel = ? AND event_key = ?",
        row.tenant().value(),
        row.channel(),
        row.eventKey());
  }

  private static void add(Rows rows, DeliveryRow row) {
    rows.add(
        row.tenant().value(),
        row.channel(),
        row.eventKey(),
        row.providerId(),
        row.message(),
        row.state(),
        row.at(),
        row.heardAt(),
        row.code(),
        row.reason(),
        row.refusal());
  }

  @Override
  public Set<UUID> raise(List<DeliveryRow> reports) {
    if (reports.isEmpty()) {
      return Set.of();
    }
    List<DeliveryRow> sorted =
        reports.stream().sorted(Comparator.comparing(JdbiDeliveries::message)).toList();
    return sql.arrays() ? raisedTogether(sorted) : raisedOneByOne(sorted);
  }

  private static UUID message(DeliveryRow report) {
    return Objects.requireNonNull(report.message(), "the message is known");
  }

  private static int rank(DeliveryRow report) {
    return State.valueOf(report.state()).ordinal();
  }

  private Set<UUID> raisedTogether(List<DeliveryRow> reports) {
    Rows moves = new Rows(MOVES);
    reports.forEach(
        report -> moves.add(report.message(), report.state(), report.at(), rank(report)));
    List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(moves.arrays()));
    parameters.add(reports.get(0).tenant().value());
    return new HashSet<>(
        sql.query(
            """
            UPDATE #message m SET delivery = k.state, delivery_at = k.at,
              read_at = CASE WHEN k.state = 'READ' AND m.channel = 'in_app' THEN k.at ELSE m.read_at END
            FROM unnest(%s) AS k(id, state, at, rank)
            WHERE m.tenant_id = ? AND m.id = k.id AND k.rank > %s
            RETURNING m.id
            """
                .formatted(moves.marks(), RANK),
            row -> Sql.uuid(row, "id"),
            parameters.toArray()));
  }

  private Set<UUID> raisedOneByOne(List<DeliveryRow> reports) {
    int[] counts =
        sql.batch(
            """
            UPDATE #message SET delivery = ?, delivery_at = ?, read_at = coalesce(CAST(? AS timestamp(6) with time zone), read_at)
            WHERE tenant_id = ? AND id = ? AND ? > %s
            """
                .formatted(RANK),
            reports.stream()
                .map(
                    report ->
                        Sql.row(
                            report.state(),
                            report.at(),
                            report.state().equals("READ")
                                    && report.channel().equals(RecipientRows.IN_APP)
                                ? report.at()
                                : null,
                            report.tenant().value(),
                            report.message(),
                            rank(report)))
                .toList());
    Set<UUID> moved = new HashSet<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        moved.add(message(reports.get(i)));
      }
    }
    return moved;
  }

  @Override
  public List<DeliveryRow> lateKnown(Instant heardSince, int limit) {
    List<DeliveryRow> found = new ArrayList<>();
    sql.query(
        """
        SELECT %s, m.id FROM #delivery d
        JOIN #provider_message p ON p.provider_id = d.provider_id AND p.tenant_id = d.tenant_id AND p.channel = d.channel
        JOIN #message m ON m.tenant_id = p.tenant_id AND m.id = p.message_id AND m.provider_id = p.provider_id
        WHERE d.message_id IS NULL AND d.heard_at >= ?
        ORDER BY d.heard_at, d.event_key LIMIT ?
        """
            .formatted(REPORT),
        row -> found.add(row(row).of(Sql.uuid(row, "id"))),
        heardSince,
        limit);
    return found;
  }

  @Override
  public void settle(List<DeliveryRow> rows) {
    sql.batch(
        "UPDATE #delivery SET message_id = ? WHERE tenant_id = ? AND channel = ? AND event_key = ?",
        rows.stream()
            .map(row -> Sql.row(row.message(), row.tenant().value(), row.channel(), row.eventKey()))
            .toList());
  }

  @Override
  public List<DeliveryRow> list(TenantId tenant, UUID message) {
    return sql.query(
        "SELECT %s FROM #delivery d WHERE tenant_id = ? AND message_id = ? ORDER BY heard_at, event_key"
            .formatted(REPORT),
        JdbiDeliveries::row,
        tenant.value(),
        message);
  }

  @Override
  public int removeUnknown(TenantId tenant, Instant heardBefore, int limit) {
    List<String[]> some =
        sql.query(
            """
            SELECT channel, event_key FROM #delivery
            WHERE message_id IS NULL AND heard_at >= ? AND heard_at < ? AND tenant_id = ?
            ORDER BY heard_at LIMIT ?
            """,
            row -> new String[] {row.getString("channel"), row.getString("event_key")},
            Sql.EARLIEST,
            heardBefore,
            tenant.value(),
            limit);
    sql.batch(
        "DELETE FROM #delivery WHERE message_id IS NULL AND tenant_id = ? AND channel = ? AND event_key = ?",
        some.stream().map(key -> Sql.row(tenant.value(), key[0], key[1])).toList());
    return some.size();
  }
}
