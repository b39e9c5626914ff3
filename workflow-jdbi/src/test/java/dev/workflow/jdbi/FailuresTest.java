package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.jdbi.internal.sql.Failures;
import dev.workflow.spi.store.CommitInDoubtException;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreUnavailableException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.jdbi.v3.core.transaction.TransactionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

  @ParameterizedTest
  @ValueSource(strings = {"53000", "53100", "53200", "53300", "53400"})
  void a_server_without_room_or_resources_is_away(String state) {
    SQLException failure = new SQLException("No space left on device", state);

    assertThat(Failures.refused(failure))
        .isExactlyInstanceOf(StoreUnavailableException.class)
        .hasMessage("the database has no room or no resources left: No space left on device");
  }

  @ParameterizedTest
  @ValueSource(strings = {"25006", "57014", "25P03", "25P04", "90097"})
  void a_database_that_takes_no_writes_or_ends_a_statement_is_tried_again(String state) {
    SQLException failure = new SQLException("cannot execute UPDATE", state);

    assertThat(Failures.refused(failure))
        .isExactlyInstanceOf(StoreUnavailableException.class)
        .hasMessage("the database cannot do it for now: cannot execute UPDATE");
  }

  @Test
  void a_batch_is_refused_for_the_reason_of_its_statement() {
    BatchUpdateException batch = new BatchUpdateException("Batch entry 0 failed", new int[0]);
    batch.setNextException(new SQLException("No space left on device", "53100"));

    assertThat(Failures.refused(batch))
        .isExactlyInstanceOf(StoreUnavailableException.class)
        .hasMessage(
            "the database has no room or no resources left: Batch entry 0 failed (No space left on device)");
  }

  @Test
  void a_commit_that_finds_no_room_has_not_taken_place() {
    SQLException failure = new SQLException("No space left on device", "53100");

    assertThat(Failures.notCommitted(new TransactionException("commit", failure)))
        .isExactlyInstanceOf(StoreUnavailableException.class)
        .hasMessage("the database has no room or no resources left: No space left on device");
  }

  @Test
  void a_connection_that_breaks_in_a_commit_leaves_it_in_doubt() {
    SQLException failure = new SQLException("the connection is closed", "08006");

    assertThat(Failures.notCommitted(new TransactionException("commit", failure)))
        .isExactlyInstanceOf(CommitInDoubtException.class);
  }

  @Test
  void what_the_server_refuses_otherwise_is_no_outage() {
    assertThat(Failures.refused(new SQLException("a value is too long", "22001")))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessage("the database refused: a value is too long");
  }
}
