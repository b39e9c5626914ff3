package dev.workflow.jdbi;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceChange.Kind;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.OutrunException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two statements, however many changes there are, and no locks on rows that only grow their
 * journal.
 *
 * <p>A row is updated where its revision is the expected one. A journal entry is inserted where the
 * row's revision is the expected one and nobody else has written an entry with its number: of two
 * writers, the journal's primary key lets the first pass. A writer that lost its lease between the
 * look at the revision and its commit can therefore only be first, never second; the new holder
 * writes to the journal before it calls a handler again, finds the number taken, and reads what
 * happened.
 *
 * <p>Rows are found one by one through the primary key ({@code ctid} from a scalar subquery): with
 * a join, a plan made while the table was small would scan the whole table later.
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
          "known bigint");

  private static final String UPDATE =
      """
      WITH change AS (
        SELECT c.*, (SELECT x.ctid FROM #instance x
                     WHERE x.tenant_id = c.tenant_id AND x.id = c.id AND x.revision = c.known) AS place
        FROM unnest(%s) AS c(%s)
      )
      UPDATE #instance i
      SET state = c.state, outcome = c.outcome, revision = c.known + 1, owner = c.owner, due_at = c.due_at,
          ended_at = c.ended_at
      FROM change c
      WHERE i.ctid = ANY(ARRAY(SELECT place FROM change)) AND i.tenant_id = c.tenant_id AND i.id = c.id
        AND i.revision = c.known
      RETURNING i.tenant_id, i.id
      """
          .formatted(PROGRESS.marks(), PROGRESS.commaNames());

  private static final String APPEND =
      """
      INSERT INTO #journal (tenant_id, instance_id, seq, at, body)
      SELECT c.tenant_id, c.instance_id, c.seq, c.at, c.body
      FROM unnest(%s) AS c(%s)
      WHERE c.known IS NULL
         OR c.known = (SELECT i.revision FROM #instance i WHERE i.tenant_id = c.tenant_id AND i.id = c.instance_id)
      ON CONFLICT DO NOTHING
      RETURNING tenant_id, instance_id AS id
      """
          .formatted(JOURNAL.marks(), JOURNAL.commaNames());

  private final Sql sql;

  ComparingCheckpoints(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Set<InstanceKey> write(List<InstanceChange> changes) {
    Set<InstanceKey> fenced = update(changes);
    append(changes, fenced);
    return fenced;
  }

  private Set<InstanceKey> update(List<InstanceChange> changes) {
    Rows rows = new Rows(PROGRESS);
    Set<InstanceKey> fenced = new TreeSet<>();
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
        fenced.add(change.key());
      }
    }
    if (!rows.isEmpty()) {
      sql.query(UPDATE, ComparingCheckpoints::key, rows.arrays()).forEach(fenced::remove);
    }
    return fenced;
  }

  private void append(List<InstanceChange> changes, Set<InstanceKey> fenced) {
    Rows rows = new Rows(JOURNAL);
    for (InstanceChange change : changes) {
      JournalEntry entry = change.entry();
      if (entry != null && !fenced.contains(change.key())) {
        rows.add(
            change.key().tenant().value(),
            change.key().id().value(),
            entry.seq(),
            entry.at(),
            entry.body(),
            change.kind() == Kind.APPEND ? change.expectedRevision() : null);
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    List<InstanceKey> written = sql.query(APPEND, ComparingCheckpoints::key, rows.arrays());
    if (written.size() < rows.values().size()) {
      fence(changes, new HashSet<>(written), fenced);
    }
  }

  private static void fence(
      List<InstanceChange> changes, Set<InstanceKey> written, Set<InstanceKey> fenced) {
    for (InstanceChange change : changes) {
      if (change.entry() != null && !written.contains(change.key())) {
        if (fenced.add(change.key()) && change.kind() != Kind.APPEND) {
          throw new OutrunException();
        }
      }
    }
  }

  private static InstanceKey key(ResultSet row) throws SQLException {
    return new InstanceKey(
        TenantId.of(row.getString("tenant_id")), InstanceId.of(Sql.uuid(row, "id")));
  }
}
