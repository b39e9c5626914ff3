package dev.workflow.examples.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * An outbox by hand: each of two threads leases 256 due rows with one statement, reads them, and
 * records with another one that they were sent, fenced by a revision.
 */
final class LimitMessages implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int BATCH = 256;

  private static final List<String> TABLE =
      List.of(
          "DROP TABLE IF EXISTS limit_message",
          """
          CREATE TABLE limit_message (
            tenant_id text, id uuid, idempotency_key text NOT NULL, channel text NOT NULL, recipient text NOT NULL,
            body text NOT NULL, state text NOT NULL, attempts integer NOT NULL, revision bigint NOT NULL,
            created_at timestamptz NOT NULL, due_at timestamptz, ended_at timestamptz, result text,
            PRIMARY KEY (tenant_id, id)) WITH (fillfactor = 80)
          """,
          "CREATE UNIQUE INDEX limit_message_once ON limit_message (idempotency_key, tenant_id)",
          "CREATE INDEX limit_message_due ON limit_message (due_at, id) WHERE due_at IS NOT NULL");

  private static final String FILL =
      """
      INSERT INTO limit_message
      SELECT 'tenant-' || n %% %d, uuidv7(), uuidv7() || '/mail', 'nothing', 'lead' || n || '@example.com',
        '{"subject": "About your request", "text": "Dear customer ' || n || ', we have read your request and will call you."}',
        'PENDING', 0, 0, now(), now()
      FROM generate_series(1, %d) AS n
      """;

  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT ctid AS place FROM limit_message WHERE due_at <= now() ORDER BY due_at, id LIMIT %d
        FOR UPDATE SKIP LOCKED)
      UPDATE limit_message m SET due_at = now() + interval '15 s', revision = revision + 1
      FROM due WHERE m.ctid = ANY(ARRAY(SELECT place FROM due)) AND m.ctid = due.place
      RETURNING m.tenant_id, m.id, m.idempotency_key, m.channel, m.recipient, m.body, m.attempts, m.revision
      """
          .formatted(BATCH);

  private static final String SENT =
      """
      UPDATE limit_message m SET state = 'SENT', attempts = c.attempts, due_at = NULL, ended_at = now(),
        result = c.result, revision = m.revision + 1
      FROM unnest(?::text[], ?::uuid[], ?::bigint[], ?::int[], ?::text[]) AS c(tenant_id, id, known, attempts, result)
      WHERE m.tenant_id = c.tenant_id AND m.id = c.id AND m.revision = c.known
      """;

  private final Database database;

  private LimitMessages(Database database) {
    this.database = database;
  }

  static LimitMessages open(Database database) throws SQLException {
    for (String sql : TABLE) {
      database.execute(sql);
    }
    return new LimitMessages(database);
  }

  /** Fills the table and sends all of it; returns how many a second. */
  double perSecond(int messages, int tenants) throws Exception {
    database.execute(FILL.formatted(tenants, messages));
    database.execute("VACUUM ANALYZE limit_message");
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      long began = System.nanoTime();
      List<Callable<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        workers.add(this::send);
      }
      int done = 0;
      for (Future<Integer> worker : threads.invokeAll(workers)) {
        done += worker.get();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      if (done != messages) {
        throw new IllegalStateException("sent " + done + " of " + messages);
      }
      return messages / seconds;
    } finally {
      threads.shutdownNow();
    }
  }

  private int send() throws SQLException {
    int done = 0;
    try (Connection connection = database.connect();
        PreparedStatement claim = connection.prepareStatement(CLAIM);
        PreparedStatement record = connection.prepareStatement(SENT)) {
      for (List<Claimed> batch = claimed(claim); !batch.isEmpty(); batch = claimed(claim)) {
        array(connection, record, 1, "text", batch.stream().map(Claimed::tenant).toArray());
        array(connection, record, 2, "uuid", batch.stream().map(Claimed::id).toArray());
        array(connection, record, 3, "int8", batch.stream().map(Claimed::revision).toArray());
        array(connection, record, 4, "int4", batch.stream().map(Claimed::attempts).toArray());
        array(
            connection,
            record,
            5,
            "text",
            batch.stream().map(one -> one.id().toString()).toArray());
        done += record.executeUpdate();
      }
    }
    return done;
  }

  private static void array(
      Connection connection, PreparedStatement statement, int place, String type, Object[] values)
      throws SQLException {
    statement.setArray(place, connection.createArrayOf(type, values));
  }

  private record Claimed(
      String tenant,
      UUID id,
      String key,
      String recipient,
      String body,
      int attempts,
      long revision) {}

  private static List<Claimed> claimed(PreparedStatement claim) throws SQLException {
    List<Claimed> batch = new ArrayList<>();
    try (ResultSet row = claim.executeQuery()) {
      while (row.next()) {
        batch.add(
            new Claimed(
                row.getString("tenant_id"),
                row.getObject("id", UUID.class),
                row.getString("idempotency_key"),
                row.getString("recipient"),
                row.getString("body"),
                row.getInt("attempts") + 1,
                row.getLong("revision")));
      }
    }
    return batch;
  }

  @Override
  public void close() throws SQLException {
    database.execute("DROP TABLE limit_message");
  }
}
