package dev.workflow.jdbi;

import dev.workflow.WorkflowException;
import dev.workflow.jdbi.internal.Database;
import dev.workflow.jdbi.internal.Dialect;
import dev.workflow.jdbi.internal.Statements;
import dev.workflow.jdbi.internal.h2.H2Database;
import dev.workflow.jdbi.internal.portable.PortableStatements;
import dev.workflow.jdbi.internal.postgres.PostgresDatabase;
import dev.workflow.jdbi.internal.postgres.PostgresStatements;
import java.sql.Connection;
import java.sql.SQLException;

/** Chooses the dialect of a database: the one place that knows all of them. */
final class Dialects {

  private Dialects() {}

  /**
   * @param portable whether the portable statements are wanted where the database has faster ones
   */
  static Dialect of(Connection connection, boolean portable) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return switch (product) {
      case "PostgreSQL" ->
          portable
              ? portable(new PostgresDatabase())
              : new Dialect(new PostgresDatabase(), new PostgresStatements());
      case "H2" -> portable(new H2Database());
      default ->
          throw new WorkflowException(
              "the database is " + product + "; workflow-jdbi knows PostgreSQL and H2");
    };
  }

  private static Dialect portable(Database database) {
    Statements statements = new PortableStatements(database);
    return new Dialect(database, statements);
  }
}
