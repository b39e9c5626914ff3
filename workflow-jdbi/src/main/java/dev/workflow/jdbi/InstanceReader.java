package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.EventTable;
import dev.workflow.jdbi.internal.InstanceTable;
import dev.workflow.jdbi.internal.JournalTable;
import dev.workflow.jdbi.internal.sql.Lookup;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.EventRows.EventKey;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.StoredInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads instances by their keys, with what happened to them and the events that started them. */
final class InstanceReader {

  private static final String BY_KEY =
      InstanceTable.SELECT + "WHERE i.tenant_id = key.tenant_id AND i.id = key.id";

  private static final Lookup<InstanceKey> ROWS = new Lookup<>(InstanceTable.KEY, BY_KEY);

  private static final Lookup<InstanceKey> LOCKED =
      new Lookup<>(InstanceTable.KEY, BY_KEY + " FOR UPDATE");

  private static final Lookup<InstanceKey> JOURNALS =
      new Lookup<>(
          InstanceTable.KEY,
          """
          SELECT j.tenant_id, j.instance_id AS id, j.seq, j.at, j.body FROM #journal j
          WHERE j.tenant_id = key.tenant_id AND j.instance_id = key.id ORDER BY j.seq
          """);

  private static final Lookup<EventKey> EVENT_BODIES =
      new Lookup<>(
          EventTable.KEY,
          """
          SELECT e.tenant_id, e.id, e.body FROM #event e
          WHERE e.tenant_id = key.tenant_id AND e.id = key.id
          """);

  private final Sql sql;

  InstanceReader(Sql sql) {
    this.sql = sql;
  }

  /** The rows that exist. */
  List<InstanceRow> rows(Collection<InstanceKey> keys) {
    return sql.find(ROWS, sorted(keys), InstanceTable::row);
  }

  /** The rows that exist, locked in the order of their keys. */
  List<InstanceRow> locked(Collection<InstanceKey> keys) {
    return sql.find(LOCKED, sorted(keys), InstanceTable::row);
  }

  private static List<InstanceKey> sorted(Collection<InstanceKey> keys) {
    return keys.stream().distinct().sorted().toList();
  }

  /** Rows with their journals and events. */
  List<StoredInstance> stored(List<InstanceRow> rows) {
    Map<InstanceKey, List<JournalEntry>> journals =
        journals(rows.stream().map(InstanceRow::key).toList());
    Map<EventKey, String> events =
        events(
            rows.stream().map(InstanceReader::event).flatMap(Optional::stream).distinct().toList());
    return rows.stream()
        .map(
            row ->
                new StoredInstance(
                    row,
                    event(row).map(events::get).orElse(null),
                    journals.getOrDefault(row.key(), List.of())))
        .toList();
  }

  private static Optional<EventKey> event(InstanceRow row) {
    return Optional.ofNullable(row.origin().eventId())
        .map(id -> new EventKey(row.key().tenant(), id));
  }

  private Map<InstanceKey, List<JournalEntry>> journals(List<InstanceKey> keys) {
    Map<InstanceKey, List<JournalEntry>> journals = new HashMap<>();
    sql.find(
        JOURNALS,
        keys,
        row ->
            journals
                .computeIfAbsent(InstanceTable.key(row), key -> new ArrayList<>())
                .add(JournalTable.entry(row)));
    return journals;
  }

  private Map<EventKey, String> events(List<EventKey> keys) {
    Map<EventKey, String> events = new HashMap<>();
    sql.find(
        EVENT_BODIES,
        keys,
        row ->
            Optional.ofNullable(
                events.put(
                    new EventKey(TenantId.of(row.getString("tenant_id")), row.getString("id")),
                    row.getString("body"))));
    return events;
  }
}
