package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.StoredInstance;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A process that is stopped in the middle of a transaction: what it has locked does not stay locked
 * until it wakes.
 */
class StandingStillTest {

  private static final long PATIENCE_SECONDS = 60;
  private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");
  private static final InstanceKey KEY =
      new InstanceKey(TenantId.of("test"), InstanceId.of(UUID.randomUUID()));

  private JdbiWorkflowStore store;

  @BeforeEach
  void storeAnInstance() {
    store = JdbiWorkflowStore.open(PooledDatabases.postgres());
    InstanceRow row =
        new InstanceRow(
            KEY,
            WorkflowRef.of("w", 1),
            null,
            new InstanceRow.Origin(null, "{}", null, null, NOW),
            new InstanceRow.Progress("ACTIVE", null, 1, null, NOW, null));
    store.transact(
        transaction ->
            transaction
                .instances()
                .write(
                    List.of(
                        new InstanceChange(
                            InstanceChange.Kind.INSERT,
                            row,
                            0,
                            null,
                            InstanceChange.SideRows.NONE))));
  }

  @AfterEach
  void closePool() {
    PooledDatabases.closeAll();
  }

  private List<StoredInstance> lock() {
    return store.transact(transaction -> transaction.instances().lock(List.of(KEY)));
  }

  @Test
  void its_locks_end_and_when_it_wakes_it_begins_anew() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch wakes = new CountDownLatch(1);
    CompletableFuture<List<StoredInstance>> stopped =
        CompletableFuture.supplyAsync(
            () ->
                store.transact(
                    transaction -> {
                      attempts.incrementAndGet();
                      transaction.instances().lock(List.of(KEY));
                      locked.countDown();
                      awaitQuietly(wakes);
                      return transaction.instances().read(List.of(KEY));
                    }));
    assertThat(locked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(lock()).as("another one locks it while the first one stands still").hasSize(1);
    assertThat(stopped).isNotDone();
    wakes.countDown();
    assertThat(stopped.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).hasSize(1);
    assertThat(attempts).hasValue(2);
  }

  @Test
  void a_handler_in_a_transaction_takes_the_time_that_the_host_gives_it() throws SQLException {
    String limit =
        store.transact(
            transaction -> {
              transaction.instances().lock(List.of(KEY));
              Connection connection = transaction.unwrap(Connection.class);
              try (var statement = connection.createStatement();
                  var rows = statement.executeQuery("SHOW idle_in_transaction_session_timeout")) {
                rows.next();
                return rows.getString(1);
              }
            });
    assertThat(limit).isEqualTo("0");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody woke it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
