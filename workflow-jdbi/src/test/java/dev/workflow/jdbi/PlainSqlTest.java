package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainSqlTest {

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM unnest(?)",
        "SELECT 1 WHERE 1 = ANY(?)",
        "DELETE FROM a WHERE ctid = ?",
        "WITH gone AS (DELETE FROM a) SELECT 1",
        "INSERT INTO a VALUES (1) ON CONFLICT DO NOTHING",
        "UPDATE a SET b = 1\nRETURNING b"
      })
  void refuses_what_not_every_database_knows(String statement) throws SQLException {
    DataSource database = PlainSql.only(PooledDatabases.postgres());
    try (Connection connection = database.getConnection()) {
      assertThatThrownBy(() -> connection.prepareStatement(statement))
          .isInstanceOf(SQLException.class)
          .hasMessageStartingWith("not every database knows ");
    }
  }

  @Test
  void is_refused_by_the_fast_statements() {
    DataSource database = PlainSql.only(PooledDatabases.postgres());
    JdbiWorkflowStore store = JdbiWorkflowStore.open(database);
    assertThatThrownBy(
            () ->
                store.transact(
                    transaction -> transaction.messages().claim(Instant.EPOCH, Instant.EPOCH, 1)))
        .hasMessageContaining("not every database knows ");
  }
}
