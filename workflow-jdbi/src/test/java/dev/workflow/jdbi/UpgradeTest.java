package dev.workflow.jdbi;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.PublishReceipt.Suppressed.Reason;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.WorkflowEngine;
import dev.workflow.assignment.Assignments;
import dev.workflow.instance.InstanceState;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Consents;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Suppressions;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.LimitRows;
import dev.workflow.spi.store.SetAsideRow;
import dev.workflow.testkit.WorkflowTestKit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A database of schema 17, with data of every kind and running instances, is upgraded. */
class UpgradeTest {

  private static final int OLD = 17;
  private static final Actor ANN = Actor.of("ann");

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

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
      return PooledDatabases.postgresAlone();
    }
  }

  abstract static class OnAnyDatabase {

    private final DataSource database = database();

    /** An empty one. */
    abstract DataSource database();

    private void fill() throws SQLException, IOException {
      try (Connection connection = database.getConnection();
          InputStream data = UpgradeTest.class.getResourceAsStream("data-of-schema-17.sql")) {
        Migrations migrations = new Migrations(Dialects.of(connection, false).database(), "wf_");
        Scripts.run(database, migrations.sql(0, OLD));
        Scripts.run(database, new String(data.readAllBytes(), StandardCharsets.UTF_8));
      }
    }

    private static SubjectRef lead(int n) {
      return SubjectRef.of("lead", Integer.toString(n));
    }

    private static ChannelAddress mail(String address) {
      return ChannelAddress.of("email", address);
    }

    private static List<Instances.Summary> instances(WorkflowTestKit kit) {
      return kit.engine().instances().list(Instances.Query.of(TENANT), null, 100).items();
    }

    private static Instances.Summary about(WorkflowTestKit kit, int lead) {
      return instances(kit).stream()
          .filter(one -> lead(lead).equals(one.subject()))
          .findFirst()
          .orElseThrow();
    }

    private static List<Messages.Message> messages(WorkflowTestKit kit) {
      return kit.engine().messaging().messages().list(TENANT, null, null, null, 100).items();
    }

    private static Messages.Message to(WorkflowTestKit kit, String recipient) {
      return messages(kit).stream()
          .filter(one -> one.recipient().equals(recipient))
          .findFirst()
          .orElseThrow();
    }

    @Test
    void everything_is_there_afterwards() throws SQLException, IOException {
      fill();
      try (JdbiWorkflowStore store = JdbiWorkflowStore.open(database);
          WorkflowTestKit kit = WorkflowTestKit.on(store)) {
        assertThat(
                instances(kit).stream()
                    .collect(
                        Collectors.groupingBy(Instances.Summary::state, Collectors.counting())))
            .isEqualTo(
                Map.of(
                    InstanceState.ACTIVE, 9L,
                    InstanceState.PAUSED, 2L,
                    InstanceState.DRAFT, 1L,
                    InstanceState.COMPLETED, 6L,
                    InstanceState.CANCELED, 1L));
        assignments(kit.engine().assignments());
        reach(kit.engine());
        outbox(kit);
        rows(store);
        assertThat(kit.engine().tasks().list(TENANT, null, 10).items())
            .extracting(Tasks.Task::subject, Tasks.Task::claimedBy)
            .containsExactlyInAnyOrder(tuple(lead(5), ANN), tuple(lead(6), null));
        assertThat(kit.engine().notificationRules().list(TENANT))
            .extracting(one -> one.row().path("note").asText(), one -> one.by())
            .containsExactly(tuple("x", ANN));
        assertThat(kit.engine().messaging().templates().list(TENANT)).hasSize(1);
        assertThat(kit.publish(definition("gone")).version()).isEqualTo(2);
        PublishReceipt again = kit.event("lead.created", lead(16), Json.object());
        assertThat(again.suppressed())
            .extracting(one -> one.reason())
            .containsExactly(Reason.DEDUPE);
      }
    }

    private static String definition(String key) {
      return "{\"key\": \"%s\", \"name\": \"W\", \"steps\": [{\"id\": \"a\", \"delay\": \"P1D\"}]}"
          .formatted(key);
    }

    private static void assignments(Assignments assignments) {
      assertThat(assignments.override(TENANT, lead(1)))
          .contains(new Assignments.Choice(lead(1), "waiting", ANN, START, "by hand", null));
      assertThat(assignments.rules(TENANT)).extracting(one -> one.name()).containsExactly("hot");
      assertThat(assignments.defaults(TENANT))
          .contains(
              new Assignments.TenantDefault(
                  "delayed", Map.of("currency", Json.read("\"EUR\"")), ANN, START));
      assertThat(assignments.changes(TENANT, null, 10).items())
          .extracting(Assignments.Change::by)
          .containsExactly(ANN, ANN, ANN);
    }

    private static void reach(WorkflowEngine engine) {
      assertThat(engine.messaging().suppressions().of(TENANT, mail("no@x.nl")))
          .extracting(Suppressions.Suppression::by, Suppressions.Suppression::note)
          .containsExactly(tuple(ANN, "asked by phone"));
      assertThat(engine.messaging().suppressions().absence(TENANT, mail("away@x.nl")))
          .contains(
              new Suppressions.Absence(
                  mail("away@x.nl"), START.plus(Duration.ofDays(9)), START, null));
      assertThat(
              engine.messaging().consents().current(TENANT, mail("yes@x.nl"), Consents.MARKETING))
          .contains(
              new Consents.Consent(
                  mail("yes@x.nl"), Consents.MARKETING, true, START, ANN, "form 7"));
    }

    private static void outbox(WorkflowTestKit kit) {
      Messages messages = kit.engine().messaging().messages();
      assertThat(messages.stops(TENANT))
          .containsExactly(
              new Messages.Stop("whatsapp", null, null, "wrong prices", null, ANN, START, null));
      assertThat(to(kit, "lead10b@x.nl").originalRecipient()).isEqualTo("lead10@x.nl");
      assertThat(to(kit, "+31612345679").links().fallbackFor()).isEqualTo(to(kit, "cid@x.nl").id());
      assertThat(kit.engine().messaging().deliveries().of(TENANT, to(kit, "lead9@x.nl").id()))
          .extracting(Deliveries.ReceivedReport::eventKey, Deliveries.ReceivedReport::reportedAt)
          .containsExactly(tuple("e-1", START));
    }

    private static void rows(JdbiWorkflowStore store) {
      List<EventRows.Continuation> continuations =
          store.transact(
              transaction -> transaction.events().lockContinuation(START).stream().toList());
      assertThat(continuations).extracting(EventRows.Continuation::tenant).containsExactly(TENANT);
      List<SetAsideRow> setAside =
          store.transact(transaction -> transaction.setAside().list(TENANT, null, 10));
      assertThat(setAside)
          .extracting(SetAsideRow::since, SetAsideRow::times)
          .containsExactly(tuple(START, 2));
      LimitRows.LimitKey starts = new LimitRows.LimitKey(TENANT, "workflow:once");
      Map<LimitRows.LimitKey, String> limits =
          store.transact(transaction -> transaction.limits().lock(List.of(starts)));
      assertThat(limits).containsValue("1767603600000000:1");
    }

    @Test
    void the_running_instances_finish_and_the_messages_are_sent() throws SQLException, IOException {
      fill();
      try (JdbiWorkflowStore store = JdbiWorkflowStore.open(database);
          WorkflowTestKit kit = WorkflowTestKit.on(store)) {
        WorkflowEngine engine = kit.engine();
        kit.event("order.paid", lead(1), Json.object());
        kit.event(Event.of(TENANT, "answer", lead(99), Json.object()).withCorrelation("order-2"));
        engine.instances().resume(TENANT, about(kit, 4).id(), ANN);
        engine.instances().resume(TENANT, about(kit, 8).id(), ANN);
        engine
            .tasks()
            .complete(TENANT, about(kit, 5).id(), "ask", ANN, Json.read("{\"approved\": true}"));
        engine.tasks().claim(TENANT, about(kit, 6).id(), "ask", ANN);
        engine
            .tasks()
            .complete(TENANT, about(kit, 6).id(), "ask", ANN, Json.read("{\"approved\": true}"));
        engine
            .messaging()
            .messages()
            .stops(TENANT)
            .forEach(stop -> engine.messaging().messages().resume(TENANT, stop, ANN));
        engine.messaging().messages().resend(TENANT, to(kit, "lead10b@x.nl").id(), ANN);
        kit.advance(Duration.ofDays(10));

        assertThat(instances(kit))
            .filteredOn(one -> one.state() != InstanceState.COMPLETED)
            .extracting(Instances.Summary::subject, Instances.Summary::state)
            .containsExactly(tuple(lead(18), InstanceState.CANCELED));
        assertThat(
                messages(kit).stream()
                    .collect(Collectors.groupingBy(Messages.Message::state, Collectors.counting())))
            .isEqualTo(
                Map.of(MessageState.SENT, 6L, MessageState.FAILED, 1L, MessageState.MERGED, 2L));
        assertThat(engine.messaging().messages().stops(TENANT)).isEmpty();
      }
      for (String table :
          List.of(
              "event_subscription",
              "event_continuation",
              "task WHERE ended_at IS NULL",
              "message_queue",
              "breaker")) {
        assertThat(Scripts.column(database, "SELECT tenant_id FROM wf_" + table))
            .as(table)
            .isEmpty();
      }
    }
  }

  /** Constraints are indexes here. */
  @Test
  void indexes_are_named_after_their_tables() throws SQLException {
    DataSource database = PooledDatabases.postgresAlone();
    JdbiWorkflowStore.open(database).close();
    assertThat(
            Scripts.column(
                database,
                """
                SELECT tablename || ' has ' || indexname FROM pg_indexes
                WHERE schemaname = 'public' AND NOT starts_with(indexname, tablename || '_')
                """))
        .isEmpty();
  }
}
