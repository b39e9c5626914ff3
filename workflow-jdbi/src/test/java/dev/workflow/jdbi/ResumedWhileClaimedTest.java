package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stop that is ended while a claim that has met it is not committed yet. */
class ResumedWhileClaimedTest {

  private static final long PATIENCE_SECONDS = 60;
  private static final TenantId TENANT = TenantId.of("test");
  private static final Actor ANNA = Actor.of("anna");

  /** Whoever puts a message off waits for the lock that the test holds. */
  private static final String WAIT_BEFORE_PUTTING_OFF =
      """
      CREATE FUNCTION wait_for_the_test() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(4711);
        RETURN NEW;
      END $$;
      CREATE TRIGGER wait_for_the_test BEFORE UPDATE ON wf_message FOR EACH ROW
        WHEN (NEW.result LIKE 'held back%') EXECUTE FUNCTION wait_for_the_test();
      """;

  private final DataSource database = PooledDatabases.postgres();
  private final CountDownLatch sent = new CountDownLatch(1);

  @AfterEach
  void closePool() {
    PooledDatabases.closeAll();
  }

  @Test
  void leaves_no_message_behind() throws Exception {
    JdbiWorkflowStore store = JdbiWorkflowStore.open(database);
    try (WorkflowEngine engine =
        WorkflowEngine.builder()
            .store(store)
            .messaging(m -> m.sender(new Fax()))
            .actors(ActorDirectory.open())
            .options(EngineOptions.defaults().withPollInterval(Duration.ofHours(1)))
            .build()) {
      Scripts.run(database, WAIT_BEFORE_PUTTING_OFF);
      engine.start();
      engine.messaging().messages().stop(TENANT, "fax", null, ANNA, "wrong number");
      UUID id = queue(store);
      Thread resuming =
          new Thread(
              () ->
                  engine
                      .messaging()
                      .messages()
                      .resume(TENANT, engine.messaging().messages().stops(TENANT).get(0), ANNA));
      try (Connection connection = database.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("SELECT pg_advisory_lock(4711)");
        engine.messaging().messages().sendNow(TENANT, id, ANNA);
        awaitWaiting(1, resuming);
        resuming.start();
        awaitWaiting(2, resuming);
        statement.execute("SELECT pg_advisory_unlock(4711)");
      }
      assertThat(sent.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      resuming.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      assertThat(engine.messaging().messages().stops(TENANT)).isEmpty();
    }
  }

  private static UUID queue(JdbiWorkflowStore store) {
    UUID id = new UUID(0, 1);
    Instant later = Instant.now().plusSeconds(3_600);
    MessageRow row =
        MessageRow.builder(TENANT, id, "key")
            .channel("fax")
            .recipient(MessageRow.Recipient.of("+3120"))
            .body("{}")
            .createdAt(later)
            .revision(0)
            .status(MessageRow.Status.pending(later))
            .build();
    store.transact(
        transaction -> {
          transaction.messages().insert(List.of(row));
          return null;
        });
    return id;
  }

  /** Until so many statements wait for a lock, or the thread has come to its end. */
  private void awaitWaiting(int count, Thread thread) throws SQLException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (thread.getState() != Thread.State.TERMINATED
        && Scripts.column(
                    database,
                    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
                .size()
            < count) {
      assertThat(System.nanoTime()).as("fewer than " + count + " wait").isLessThan(end);
    }
  }

  private final class Fax implements ChannelSender {

    @Override
    public String channel() {
      return "fax";
    }

    @Override
    public SendResult send(OutboundMessage message) {
      sent.countDown();
      return SendResult.sent(null);
    }
  }
}
