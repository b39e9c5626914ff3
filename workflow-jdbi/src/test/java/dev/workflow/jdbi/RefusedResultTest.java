package dev.workflow.jdbi;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.testkit.WorkflowTestKit;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a database refuses of a result or an outcome makes nobody do the work again. */
class RefusedResultTest {

  @Nested
  class OnH2 extends OnAnyDatabase {
    @Override
    DataSource database() {
      return PooledDatabases.h2();
    }
  }

  @Nested
  class OnPostgres extends OnAnyDatabase {
    @Override
    DataSource database() {
      return PooledDatabases.postgres();
    }
  }

  abstract static class OnAnyDatabase {

    private final List<String> calls = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private SendResult answer = SendResult.sent("poison");

    abstract DataSource database();

    @AfterEach
    void closePools() {
      PooledDatabases.closeAll();
    }

    private WorkflowTestKit kit(String table, String column) throws SQLException {
      DataSource database = database();
      JdbiWorkflowStore store = JdbiWorkflowStore.open(database);
      try (Connection connection = database.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "ALTER TABLE wf_"
                + table
                + " ADD CONSTRAINT refused CHECK ("
                + column
                + " IS NULL OR "
                + column
                + " NOT LIKE '%poison%')");
      }
      return WorkflowTestKit.on(
          store,
          builder -> builder.handler(new Poisoning()).messaging(m -> m.sender(new Provider())));
    }

    private final class Poisoning implements ActionHandler {
      @Override
      public String type() {
        return "work";
      }

      @Override
      public ActionResult start(ActionContext context) {
        calls.add(context.step());
        return ActionResult.completed(Json.object().put("x", "poison"));
      }
    }

    private final class Provider implements ChannelSender {
      @Override
      public String channel() {
        return "email";
      }

      @Override
      public SendResult send(OutboundMessage message) {
        sent.add(message.recipient());
        return answer;
      }
    }

    private InstanceId run(WorkflowTestKit kit, String steps) {
      kit.publish(
          "{\"key\": \"w\", \"triggers\": [{\"event\": \"lead.created\"}], \"steps\": "
              + steps
              + "}");
      return kit.event("lead.created", SubjectRef.of("lead", "1"), "{}")
          .started()
          .get(0)
          .instance();
    }

    @Test
    void a_result_that_the_database_refuses_fails_its_step_once() throws SQLException {
      try (WorkflowTestKit kit = kit("journal", "body")) {
        InstanceId id = run(kit, "[{\"id\": \"a\", \"action\": \"work\"}]");
        kit.advance(Duration.ofHours(3));
        assertThat(calls).containsExactly("a");
        assertThat(kit.instance(id).state()).isEqualTo(InstanceState.FAILED);
        assertThat(kit.instance(id).step("a").state()).isEqualTo(StepState.FAILED);
        assertThat(kit.instance(id).step("a").reason())
            .startsWith(
                "what follows from its result cannot be written: StoreException: the database refused: ");
      }
    }

    @Test
    void a_message_whose_provider_id_the_database_refuses_is_sent_once() throws SQLException {
      try (WorkflowTestKit kit = kit("message", "result")) {
        run(
            kit,
            "[{\"id\": \"a\", \"action\": \"send_email\", \"config\": {\"to\": \"a@x.nl\", \"subject\": \"s\", \"text\": \"t\"}}]");
        kit.advance(Duration.ofHours(20));
        assertThat(sent).containsExactly("a@x.nl");
        assertThat(kit.engine().messaging().messages().list(TENANT, null, null, null, 10).items())
            .singleElement()
            .satisfies(message -> assertThat(message.state()).isEqualTo(MessageState.SENT));
      }
    }

    @Test
    void a_message_whose_failure_the_database_refuses_is_set_aside_and_not_sent_again()
        throws SQLException {
      answer = SendResult.rejected("poison");
      try (WorkflowTestKit kit = kit("message", "result")) {
        run(
            kit,
            "[{\"id\": \"a\", \"action\": \"send_email\", \"config\": {\"to\": \"a@x.nl\", \"subject\": \"s\", \"text\": \"t\"}}]");
        kit.advance(Duration.ofHours(20));
        assertThat(sent).containsExactly("a@x.nl");
        assertThat(kit.engine().messaging().messages().list(TENANT, null, null, null, 10).items())
            .singleElement()
            .satisfies(message -> assertThat(message.state()).isEqualTo(MessageState.HELD));
        assertThat(kit.engine().setAside().list(TENANT, null, 10).items())
            .singleElement()
            .satisfies(entry -> assertThat(entry.retryAt()).isNull());
      }
    }
  }
}
