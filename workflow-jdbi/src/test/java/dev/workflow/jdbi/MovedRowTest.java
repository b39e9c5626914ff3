package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.DeliveryRows;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A message that another transaction moves at the moment its outcome is written. */
class MovedRowTest {

  private static final long PATIENCE_SECONDS = 60;
  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
  private static final TenantId TENANT = TenantId.of("test");
  private static final UUID ID = new UUID(0, 1);

  private final DataSource database = PooledDatabases.postgres();

  @AfterEach
  void closePool() {
    PooledDatabases.closeAll();
  }

  @Test
  void has_its_outcome_recorded_when_its_lease_is_renewed() throws Exception {
    assertOutcomeIsRecordedBeside(
        (transaction, claimed) ->
            assertThat(transaction.messages().renew(List.of(claimed), NOW.plusSeconds(30)))
                .isEqualTo(1));
  }

  @Test
  void has_its_outcome_recorded_when_its_provider_reports() throws Exception {
    DeliveryRows.DeliveryRow report =
        new DeliveryRows.DeliveryRow(
            TENANT, "email", "e1", "p1", ID, "DELIVERED", NOW, NOW, null, null, null);
    assertOutcomeIsRecordedBeside(
        (transaction, claimed) ->
            assertThat(transaction.deliveries().raise(List.of(report))).containsExactly(ID));
  }

  private void assertOutcomeIsRecordedBeside(BiConsumer<StoreTransaction, MessageRow> other)
      throws Exception {
    try (JdbiWorkflowStore store = JdbiWorkflowStore.open(database)) {
      store.transact(
          transaction -> {
            transaction.messages().insert(List.of(message()));
            return null;
          });
      MessageRow claimed =
          store
              .transact(transaction -> transaction.messages().claim(NOW, NOW.plusSeconds(15), 1))
              .get(0);
      CountDownLatch moved = new CountDownLatch(1);
      CountDownLatch waits = new CountDownLatch(1);
      CompletableFuture<MessageRow> moving =
          CompletableFuture.supplyAsync(
              () ->
                  store.transact(
                      transaction -> {
                        other.accept(transaction, claimed);
                        moved.countDown();
                        awaitQuietly(waits);
                        return claimed;
                      }),
              MovedRowTest::onItsOwnThread);
      assertThat(moved.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      MessageRow sent = claimed.with(claimed.status().attempts(1).ended(MessageState.SENT, NOW));
      CompletableFuture<List<MessageRow>> outcome =
          CompletableFuture.supplyAsync(
              () -> store.transact(transaction -> transaction.messages().update(List.of(sent))),
              MovedRowTest::onItsOwnThread);
      awaitBlocked();
      waits.countDown();
      moving.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("fenced out").isEmpty();
      Optional<MessageRow> stored =
          store.transact(transaction -> transaction.messages().find(TENANT, ID));
      assertThat(stored).map(MessageRow::state).hasValue("SENT");
    }
  }

  /** A pool could let the second wait for the first. */
  private static void onItsOwnThread(Runnable task) {
    new Thread(task).start();
  }

  private static MessageRow message() {
    return MessageRow.builder(TENANT, ID, "key")
        .channel("email")
        .recipient(MessageRow.Recipient.of("ann@example.com"))
        .body("{}")
        .createdAt(NOW)
        .revision(0)
        .status(MessageRow.Status.pending(NOW))
        .build();
  }

  /** Until a statement waits for the lock of another one. */
  private void awaitBlocked() throws SQLException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (Scripts.column(
            database,
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        .isEmpty()) {
      assertThat(System.nanoTime()).as("nothing waits").isLessThan(end);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let it go on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
