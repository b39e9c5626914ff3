package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The portable statements in a transaction that PostgreSQL ends when it refuses a statement. */
class PortableTransactionTest {

  private static final TenantId ACME = TenantId.of("acme");

  private final DataSource database = PlainSql.only(PooledDatabases.postgres());
  private final JdbiWorkflowStore store = JdbiWorkflowStore.builder(database).portableSql().open();

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

  private static EventRow event(String id) {
    return new EventRow(
        ACME,
        id,
        "lead.created",
        SubjectRef.of("lead", "1"),
        Instant.parse("2026-03-01T10:00:00Z"),
        "{}",
        null);
  }

  private Optional<EventRow> stored(String id) {
    return store.transact(transaction -> transaction.events().find(ACME, id));
  }

  @Test
  void the_hosts_transaction_goes_on_after_a_repeated_event() {
    store.transact(transaction -> transaction.events().insertIfNew(event("known")));

    Jdbi.create(database)
        .useTransaction(
            handle -> {
              EventRows events = store.join(handle).events();
              assertThat(events.insertIfNew(event("before"))).isTrue();
              assertThat(events.insertIfNew(event("known"))).isFalse();
              assertThat(events.insertIfNew(event("after"))).isTrue();
            });

    assertThat(stored("before")).isPresent();
    assertThat(stored("after")).isPresent();
  }
}
