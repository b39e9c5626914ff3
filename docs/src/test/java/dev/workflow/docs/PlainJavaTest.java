package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PlainJavaTest {

  private static final TenantId ACME = TenantId.of("acme");

  private final DataSource dataSource = Examples.database();

  private static Event won(String id) {
    return Event.of(ACME, "deal.won", SubjectRef.of("deal", "42"), Json.object()).withId(id);
  }

  private static void insert(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO deal VALUES (42)");
    }
  }

  @Test
  void a_class_of_a_page_holds_the_engine_and_joins_its_transactions() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE deal (id integer PRIMARY KEY)");
    }
    try (Workflows workflows = new Workflows(dataSource)) {
      workflows.start();
      // snippet: use
      workflows.inTransaction(
          (connection, engine) -> {
            insert(connection);
            engine.events().publish(won("won-42"));
          });
      // end
      assertThat(workflows.engine().events().receipt(ACME, "won-42")).isPresent();
      assertThatThrownBy(
              () ->
                  workflows.inTransaction(
                      (connection, engine) -> {
                        engine.events().publish(won("won-43"));
                        insert(connection);
                      }))
          .as("the deal is there already")
          .isInstanceOf(SQLException.class);
      assertThat(workflows.engine().events().receipt(ACME, "won-43")).isEmpty();
    }
  }
}
