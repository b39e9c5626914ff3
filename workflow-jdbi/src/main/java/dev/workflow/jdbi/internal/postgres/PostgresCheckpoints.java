package dev.workflow.jdbi.internal.postgres;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.CheckpointWriter;
import dev.workflow.jdbi.internal.ConflictMode;
import dev.workflow.jdbi.internal.EventTable;
import dev.workflow.jdbi.internal.FactTable;
import dev.workflow.jdbi.internal.InstanceTable;
import dev.workflow.jdbi.internal.JournalTable;
import dev.workflow.jdbi.internal.sql.Call;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Failures;
import dev.workflow.jdbi.internal.sql.PartialWriteException;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceChange.Kind;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.StaleWriteException;
import dev.workflow.spi.store.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One statement, however many changes there are, the accepted events included, and no locks on rows
 * that only grow their journal. It answers with one row when it has written everything, and says
 * what it has written otherwise.
 *
 * <p>A row is updated where its revision is the expected one. A journal entry is inserted where the
 * row's revision is the expected one and nobody else has written an entry with its number: of two
 * writers, the journal's primary key lets the first pass. A writer that loses its lease between the
 * look at the revision and its commit can therefore only be first, never second; the new holder
 * writes to the journal before it calls a handler again, finds the number taken, and reads what
 * happened.
 *
 * <p>Rows are found one by one through the primary key (a scalar subquery): with a join, a plan
 * made while the table was small would scan the whole table later.
 */
final class PostgresCheckpoints implements CheckpointWriter {

  private static final Unnest<EventRow> EVENTS = new Unnest<>("event", EventTable.EVENT);
  private static final Unnest<InstanceRow> CREATED =
      new Unnest<>("instance", InstanceTable.INSTANCE);
  private static final Unnest<InstanceChange> CHANGES =
      new Unnest<>("change", InstanceTable.CHANGE);
  private static final Unnest<InstanceChange> ENTRIES =
      new Unnest<>(
          "entry",
          JournalTable.ENTRY.and(
              Columns.<InstanceChange>ofNoTable()
                  .text("kind", change -> change.kind().name())
                  .bigint("known", InstanceChange::expectedRevision)
                  .build()));

  private static final Unnest<String> FACTS = new Unnest<>("fact", FactTable.FACTS);

  private static final Unnest<Map.Entry<TenantId, Long>> ASSUMED =
      new Unnest<>(
          "assumed",
          Columns.<Map.Entry<TenantId, Long>>ofNoTable()
              .text("tenant_id", assumed -> assumed.getKey().value())
              .bigint("revision", Map.Entry::getValue)
              .build());

  private static final String ANSWER =
      """
      SELECT NULL AS tenant_id, NULL AS id, 'ALL' AS what FROM tally WHERE written = :count
      UNION ALL
      SELECT w.* FROM (
        SELECT tenant_id, NULL, 'EVENT' FROM accepted
        UNION ALL SELECT tenant_id, id, 'INSTANCE' FROM created
        UNION ALL SELECT tenant_id, id, 'INSTANCE' FROM moved
        UNION ALL SELECT tenant_id, instance_id, 'ENTRY' FROM entered
      ) w WHERE (SELECT written FROM tally) < :count
      """;

  /** The error, with its text in the server's log, rolls the statement back. */
  private static final String ALL_OR_ERROR =
      """
      SELECT CAST(CASE WHEN written = :count THEN '1'
                       ELSE 'workflow: another writer or a repeated event came first; the batch runs again' END AS integer)
      FROM tally
      """;

  /** The assumed revisions of definitions that are right; a tenant without definitions has 0. */
  private static final String RIGHT_REVISIONS =
      """
       + (SELECT count(*) FROM %s
          WHERE assumed.revision = COALESCE((SELECT r.revision FROM #revision r
                                             WHERE r.tenant_id = assumed.tenant_id AND r.concern = 'definition'), 0))
      """
          .formatted(ASSUMED.table());

  /** Facts are those of all changes: of a part, they are written apart. */
  private static final String IF_ALL = "WHERE (SELECT written FROM tally) = :count";

  private static final String EXPECTING_NEW = write("", "", IF_ALL) + ANSWER;
  private static final String FENCING = write("ON CONFLICT DO NOTHING", "", IF_ALL) + ANSWER;
  private static final String ALONE = write("", RIGHT_REVISIONS, "") + ALL_OR_ERROR;
  private static final String NO_INTEGER = "22P02";

  private final Sql sql;
  private final ConflictMode mode;

  /**
   * @param mode whether instances and entries are written without a look for what is there, which
   *     takes the server a tenth less time; a refusal then ends the transaction
   */
  PostgresCheckpoints(Sql sql, ConflictMode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  private static String write(String onConflict, String more, String ifFacts) {
    return """
      WITH accepted AS (
        %1$s
        ON CONFLICT DO NOTHING
        RETURNING tenant_id
      ), created AS (
        %2$s
        %7$s
        RETURNING tenant_id, id
      ), change AS (
        SELECT change.*, (SELECT x.ctid FROM #instance x
                          WHERE x.tenant_id = change.tenant_id AND x.id = change.id AND x.revision = change.known) AS place
        FROM %3$s
      ), moved AS (
        UPDATE #instance i
        SET %4$s, revision = change.known + 1
        FROM change
        WHERE i.ctid = ANY(ARRAY(SELECT place FROM change)) AND i.tenant_id = change.tenant_id AND i.id = change.id
          AND i.revision = change.known
        RETURNING i.tenant_id, i.id
      ), entered AS (
        INSERT INTO #journal (%5$s)
        SELECT %6$s
        FROM %8$s
        WHERE CASE entry.kind
          WHEN 'APPEND' THEN entry.known = (SELECT i.revision FROM #instance i
                                            WHERE i.tenant_id = entry.tenant_id AND i.id = entry.instance_id)
          WHEN 'UPDATE' THEN (entry.tenant_id, entry.instance_id) IN (SELECT tenant_id, id FROM moved)
          ELSE (entry.tenant_id, entry.instance_id) IN (SELECT tenant_id, id FROM created) END
        %7$s
        RETURNING tenant_id, instance_id
      ), tally AS MATERIALIZED (
        SELECT (SELECT count(*) FROM accepted) + (SELECT count(*) FROM created) + (SELECT count(*) FROM moved)
             + (SELECT count(*) FROM entered)%9$s AS written
      ), counted AS (
        %10$s
        %11$s
      )
      """
        .formatted(
            EVENTS.insert(),
            CREATED.insert(),
            CHANGES.table(),
            InstanceTable.PROGRESS.setFrom("change"),
            JournalTable.ENTRY.names(),
            JournalTable.ENTRY.names("entry"),
            onConflict,
            ENTRIES.table(),
            more,
            FACTS.insert(),
            ifFacts);
  }

  /**
   * A statement with all rows to write.
   *
   * @param more how many further rows it counts
   */
  private Call writing(String text, List<EventRow> events, List<InstanceChange> changes, int more) {
    Call call = sql.of(text);
    List<InstanceRow> created = CheckpointWriter.created(changes);
    List<InstanceChange> updated = CheckpointWriter.updated(changes);
    List<InstanceChange> journaled = CheckpointWriter.journaled(changes);
    EVENTS.bind(call, events);
    CREATED.bind(call, created);
    CHANGES.bind(call, updated);
    ENTRIES.bind(call, journaled);
    FACTS.bind(call, FactTable.of(changes));
    long count = (long) events.size() + created.size() + updated.size() + journaled.size();
    sql.count(count);
    return call.bind("count", count + more);
  }

  @Override
  public boolean writeAlone(
      List<EventRow> events, List<InstanceChange> changes, Map<TenantId, Long> revisions) {
    Call call = writing(ALONE, events, changes, revisions.size());
    ASSUMED.bind(call, List.copyOf(revisions.entrySet()));
    try {
      call.alone();
    } catch (StoreException e) {
      if (Failures.isRefusal(e, NO_INTEGER)) {
        throw new PartialWriteException(e);
      }
      throw e;
    }
    return true;
  }

  @Override
  public Set<InstanceKey> write(List<EventRow> events, List<InstanceChange> changes) {
    Written written = new Written();
    String text = mode == ConflictMode.EXPECT_NEW ? EXPECTING_NEW : FENCING;
    writing(text, events, changes, 0).list(written::add);
    if (written.all) {
      return Set.of();
    }
    if (written.events < events.size()) {
      throw new EventRows.DuplicateEventException();
    }
    Set<InstanceKey> fenced = new TreeSet<>();
    for (InstanceChange change : changes) {
      boolean rowFits = change.kind() == Kind.APPEND || written.instances.contains(change.key());
      boolean entryFits = change.entry() == null || written.entries.contains(change.key());
      if (rowFits && !entryFits && change.kind() != Kind.APPEND) {
        throw new StaleWriteException();
      }
      if (!rowFits || !entryFits) {
        fenced.add(change.key());
      }
    }
    sql.insert(
        FactTable.FACTS,
        FactTable.of(changes.stream().filter(change -> !fenced.contains(change.key())).toList()));
    return fenced;
  }

  /** What the statement says it has written: all, or which rows. */
  private static final class Written {

    private final Set<InstanceKey> instances = new HashSet<>();
    private final Set<InstanceKey> entries = new HashSet<>();
    private int events;
    private boolean all;

    boolean add(ResultSet row) throws SQLException {
      switch (row.getString("what")) {
        case "ALL" -> all = true;
        case "EVENT" -> events++;
        case "INSTANCE" -> instances.add(InstanceTable.key(row));
        default -> entries.add(InstanceTable.key(row));
      }
      return true;
    }
  }
}
