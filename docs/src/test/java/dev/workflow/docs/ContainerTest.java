package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class ContainerTest {

  private static final TenantId ACME = TenantId.of("acme");

  private final DataSource dataSource = Examples.database();

  private static Event won(String id) {
    return Event.of(ACME, "deal.won", SubjectRef.of("deal", "42"), Json.object()).withId(id);
  }

  @Test
  void a_class_of_a_page_takes_part_in_the_transactions_of_a_container() throws SQLException {
    List<Runnable> afterCommit = new ArrayList<>();
    try (ContainerWorkflows workflows = new ContainerWorkflows(dataSource, List.of());
        Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      // snippet: use
      workflows.join(connection, afterCommit::add).events().publish(won("won-42"));
      // end
      connection.commit();
      afterCommit.forEach(Runnable::run);
      assertThat(workflows.engine().events().receipt(ACME, "won-42")).isPresent();

      workflows.join(connection, after -> {}).events().publish(won("won-43"));
      connection.rollback();
      assertThat(workflows.engine().events().receipt(ACME, "won-43")).isEmpty();
    }
  }

  @Test
  void a_connection_without_a_transaction_is_refused() throws SQLException {
    try (ContainerWorkflows workflows = new ContainerWorkflows(dataSource, List.of());
        Connection connection = dataSource.getConnection()) {
      assertThatThrownBy(() -> workflows.join(connection, after -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "the connection commits after every statement; begin a transaction before joining it");
    }
  }
}
