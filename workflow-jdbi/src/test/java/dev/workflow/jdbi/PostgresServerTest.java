package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresServerTest {

  @ParameterizedTest
  @CsvSource({"fsync, on", "synchronous_commit, on", "full_page_writes, on"})
  void losesNoCommitInACrash(String setting, String expected) throws SQLException {
    assertThat(query(PostgresServer.freshDatabase(), "SHOW " + setting)).isEqualTo(expected);
  }

  @Test
  void isTheMajorVersionSupportedFirst() throws SQLException {
    assertThat(query(PostgresServer.freshDatabase(), "SHOW server_version")).startsWith("18.");
  }

  @Test
  void givesDatabasesOfTheirOwnOnOneServer() throws SQLException {
    DataSource one = PostgresServer.freshDatabase();
    DataSource other = PostgresServer.freshDatabase();

    execute(one, "CREATE TABLE only_here (id int)");

    assertThat(query(one, "SELECT to_regclass('only_here')")).isEqualTo("only_here");
    assertThat(query(other, "SELECT to_regclass('only_here')")).isNull();
    assertThat(query(one, "SELECT pg_postmaster_start_time()::text"))
        .isEqualTo(query(other, "SELECT pg_postmaster_start_time()::text"));
  }

  private static void execute(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
