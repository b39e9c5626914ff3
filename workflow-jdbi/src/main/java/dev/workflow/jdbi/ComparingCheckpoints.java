package dev.workflow.jdbi;

import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceChange.Kind;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.OutrunException;
import dev.workflow.spi.store.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
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
final class ComparingCheckpoints implements Checkpoints {

  private static final Rows.Shape PROGRESS =
      Rows.Shape.of(
          "#instance",
          "tenant_id text",
          "id uuid",
          "known bigint",
          "state text",
          "outcome text",
          "owner text",
          "due_at timestamptz",
          "ended_at timestamptz");
  private static final Rows.Shape JOURNAL =
      Rows.Shape.of(
          "#journal",
          "tenant_id text",
          "instance_id uuid",
          "seq integer",
          "at timestamptz",
          "body text",
          "kind text",
          "known bigint");

  private static final String ANSWER =
      """
      SELECT NULL AS tenant_id, NULL AS id, 'ALL' AS what FROM tally WHERE written = ?
      UNION ALL
      SELECT w.* FROM (
        SELECT tenant_id, NULL, 'EVENT' FROM accepted
        UNION ALL SELECT tenant_id, id, 'INSTANCE' FROM created
        UNION ALL SELECT tenant_id, id, 'INSTANCE' FROM moved
        UNION ALL SELECT tenant_id, instance_id, 'ENTRY' FROM entered
      ) w WHERE (SELECT written FROM tally) < ?
      """;

  /** The error, with its text in the server's log, rolls the statement back. */
  private static final String ALL_OR_ERROR =
      """
      SELECT CAST(CASE WHEN written = ? THEN '1'
                       ELSE 'workflow: another writer or a repeated event came first; the batch runs again' END AS integer)
      FROM tally
      """;

  private static final String WRITING = write("") + ANSWER;
  private static final String LOOKING = write("ON CONFLICT DO NOTHING") + ANSWER;
  private static final String ALONE = write("") + ALL_OR_ERROR;
  private static final String NO_INTEGER = "22P02";

  private final Sql sql;
  private final Trust trust;

  /**
   * @param trust whether instances and entries are written without a look for what is there, which
   *     takes the server a tenth less time; a refusal then ends the transaction
   */
  ComparingCheckpoints(Sql sql, Trust trust) {
    this.sql = sql;
    this.trust = trust;
  }

  private static String write(String onConflict) {
    return """
      WITH accepted AS (
        INSERT INTO #event (%s) SELECT * FROM unnest(%s)
        ON CONFLICT DO NOTHING
        RETURNING tenant_id
      ), created AS (
        INSERT INTO #instance (%s) SELECT * FROM unnest(%s)
        %s
        RETURNING tenant_id, id
      ), change AS (
        SELECT c.*, (SELECT x.ctid FROM #instance x
                     WHERE x.tenant_id = c.tenant_id AND x.id = c.id AND x.revision = c.known) AS place
        FROM unnest(%s) AS c(%s)
      ), moved AS (
        UPDATE #instance i
        SET state = c.state, outcome = c.outcome, revision = c.known + 1, owner = c.owner, due_at = c.due_at,
            ended_at = c.ended_at
        FROM change c
        WHERE i.ctid = ANY(ARRAY(SELECT place FROM change)) AND i.tenant_id = c.tenant_id AND i.id = c.id
          AND i.revision = c.known
        RETURNING i.tenant_id, i.id
      ), entered AS (
        INSERT INTO #journal (tenant_id, instance_id, seq, at, body)
        SELECT c.tenant_id, c.instance_id, c.seq, c.at, c.body
        FROM unnest(%s) AS c(%s)
        WHERE CASE c.kind
          WHEN 'APPEND' THEN c.known = (SELECT i.revision FROM #instance i
                                        WHERE i.tenant_id = c.tenant_id AND i.id = c.instance_id)
          WHEN 'UPDATE' THEN (c.tenant_id, c.instance_id) IN (SELECT tenant_id, id FROM moved)
          ELSE (c.tenant_id, c.instance_id) IN (SELECT tenant_id, id FROM created) END
        %s
        RETURNING tenant_id, instance_id
      ), tally AS MATERIALIZED (
        SELECT (SELECT count(*) FROM accepted) + (SELECT count(*) FROM created) + (SELECT count(*) FROM moved)
             + (SELECT count(*) FROM entered) AS written
      )
      """
        .formatted(
            JdbiEvents.EVENT.commaNames(),
            JdbiEvents.EVENT.marks(),
            INSTANCE.commaNames(),
            INSTANCE.marks(),
            onConflict,
            PROGRESS.marks(),
            PROGRESS.commaNames(),
            JOURNAL.marks(),
            JOURNAL.commaNames(),
            onConflict);
  }

  private static List<Rows> lots(List<EventRow> events, List<InstanceChange> changes) {
    return List.of(
        JdbiEvents.rows(events), Checkpoints.created(changes), progress(changes), journal(changes));
  }

  @Override
  public boolean writeAlone(List<EventRow> events, List<InstanceChange> changes) {
    try {
      sql.writeAlone(ALONE, lots(events, changes));
    } catch (StoreException e) {
      if (Failures.isRefusal(e, NO_INTEGER)) {
        throw new NotAllWrittenException(e);
      }
      throw e;
    }
    return true;
  }

  @Override
  public Set<InstanceKey> write(List<EventRow> events, List<InstanceChange> changes) {
    Written written = new Written();
    sql.write(trust == Trust.ROWS_ARE_NEW ? WRITING : LOOKING, lots(events, changes), written::add);
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
        throw new OutrunException();
      }
      if (!rowFits || !entryFits) {
        fenced.add(change.key());
      }
    }
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
        case "INSTANCE" -> instances.add(InstanceLookups.key(row));
        default -> entries.add(InstanceLookups.key(row));
      }
      return true;
    }
  }

  private static Rows progress(List<InstanceChange> changes) {
    Rows rows = new Rows(PROGRESS);
    for (InstanceChange change : changes) {
      if (change.kind() == Kind.UPDATE) {
        InstanceRow.Progress progress = change.row().progress();
        rows.add(
            change.key().tenant().value(),
            change.key().id().value(),
            change.expectedRevision(),
            progress.state(),
            progress.outcome(),
            progress.owner(),
            progress.dueAt(),
            progress.endedAt());
      }
    }
    return rows;
  }

  private static Rows journal(List<InstanceChange> changes) {
    Rows rows = new Rows(JOURNAL);
    for (InstanceChange change : changes) {
      JournalEntry entry = change.entry();
      if (entry != null) {
        rows.add(
            change.key().tenant().value(),
            change.key().id().value(),
            entry.seq(),
            entry.at(),
            entry.body(),
            change.kind().name(),
            change.expectedRevision());
      }
    }
    return rows;
  }
}
