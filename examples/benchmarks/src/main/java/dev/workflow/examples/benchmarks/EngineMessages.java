package dev.workflow.examples.benchmarks;

import dev.workflow.EngineOptions;
import dev.workflow.WorkflowEngine;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Queued messages that one engine sends; the engine is started for each round. */
final class EngineMessages implements AutoCloseable {

  private static final String FILL =
      """
      WITH fresh AS (
      INSERT INTO wf_message (tenant_id, id, idempotency_key, instance_id, workflow, step, subject_type, subject_id,
        channel, recipient, address, body, state, attempts, revision, created_at)
      SELECT 'tenant-' || n %% %d, uuidv7(), uuidv7() || '/mail', uuidv7(), 'follow-up', 'mail', 'lead', 'lead-' || n,
        '%s', 'lead' || n || '@example.com', 'lead' || n || '@example.com',
        '{"subject": "About your request", "text": "Dear customer ' || n || ', we have read your request and will call you."}',
        'PENDING', 0, 0, now() %s
      FROM generate_series(1, %d) AS n
      RETURNING tenant_id, id, channel, recipient, created_at)
      INSERT INTO wf_message_queue (tenant_id, id, channel, recipient, planned_at, due_at, in_doubt, revision)
      SELECT tenant_id, id, channel, recipient, created_at, created_at, FALSE, 0 FROM fresh
      """;

  private final Database database;
  private final JdbiWorkflowStore store;
  private volatile CountDownLatch end = new CountDownLatch(0);
  private volatile CountDownLatch sent = new CountDownLatch(0);

  EngineMessages(Database database) throws SQLException {
    this.database = database;
    this.store = JdbiWorkflowStore.open(database.source());
  }

  void fill(int messages, int tenants) throws SQLException {
    fill("nothing", messages, tenants, "");
  }

  private void fill(String channel, int messages, int tenants, String ago) throws SQLException {
    database.execute(FILL.formatted(tenants, channel, ago, messages));
    database.execute("VACUUM ANALYZE wf_message, wf_message_queue");
  }

  /** Queues older messages whose sender does not answer. */
  void hang(int messages) throws SQLException {
    if (messages > 0) {
      fill("hanging", messages, 1, "- interval '1 hour'");
    }
  }

  double perSecond(int messages, int tenants) throws SQLException, InterruptedException {
    fill(messages, tenants);
    return send(messages);
  }

  /** Sends what is queued; returns how many a second. */
  double send(int messages) throws SQLException, InterruptedException {
    sent = new CountDownLatch(messages);
    end = new CountDownLatch(1);
    try (WorkflowEngine engine = engine()) {
      long began = System.nanoTime();
      engine.start();
      sent.await();
      while (database
          .value("SELECT EXISTS (SELECT FROM wf_message_queue WHERE channel = 'nothing')")
          .equals("t")) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      double perSecond = messages / ((System.nanoTime() - began) / 1e9);
      end.countDown();
      return perSecond;
    }
  }

  private WorkflowEngine engine() {
    return WorkflowEngine.builder()
        .store(store)
        .messaging(m -> m.sender(new Nothing()).sender(new Hanging()))
        .options(EngineOptions.defaults())
        .build();
  }

  @Override
  public void close() {
    store.close();
  }

  private final class Nothing implements ChannelSender {

    @Override
    public String channel() {
      return "nothing";
    }

    @Override
    public SendResult send(OutboundMessage message) {
      sent.countDown();
      return SendResult.sent(message.id());
    }
  }

  private final class Hanging implements ChannelSender {

    @Override
    public String channel() {
      return "hanging";
    }

    @Override
    public SendResult send(OutboundMessage message) throws InterruptedException {
      end.await();
      return SendResult.deferred("the line hung", null);
    }
  }
}
