package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.Templates;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.EngineListener;
import dev.workflow.testkit.EndedInstances;
import dev.workflow.testkit.Invariants;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the engine does in a transaction of the host exists if and only if that commits. */
class HostTransactionTest {

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

  private static final TenantId TENANT = TenantId.of("test");
  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");
  private static final Actor ANNA = Actor.of("anna");

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

  /** Undoes what the host did. */
  private static final class ChangedItsMind extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  abstract static class OnAnyDatabase {

    private final EndedInstances ended = new EndedInstances();
    private DataSource database;
    private Jdbi jdbi;
    private JdbiWorkflowStore store;
    private WorkflowEngine engine;

    /** An empty one. */
    abstract DataSource database();

    @BeforeEach
    void open() throws SQLException {
      database = database();
      jdbi = Jdbi.create(database);
      store = JdbiWorkflowStore.open(database);
      engine = engine();
      Scripts.run(database, "CREATE TABLE orders (id varchar(50) PRIMARY KEY)");
      engine
          .definitions()
          .publish(
              TENANT,
              WorkflowDefinition.parse(
                  """
                  {"key": "w", "name": "W", "triggers": [{"event": "order.placed"}],
                   "steps": [{"id": "a", "action": "set", "config": {"name": "x", "value": 1}}]}
                  """));
      engine
          .definitions()
          .publish(
              TENANT,
              WorkflowDefinition.parse(
                  """
                  {"key": "ask", "name": "Ask", "steps": [{"id": "confirm", "action": "confirm"}]}
                  """));
    }

    private WorkflowEngine engine() {
      return WorkflowEngine.builder()
          .store(store)
          .handler(new Confirm())
          .handler(new Till())
          .listener(ended)
          .options(EngineOptions.defaults().withPollInterval(Duration.ofHours(1)))
          .build();
    }

    @AfterEach
    void close() {
      Invariants.check(engine, TENANT);
      engine.close();
      store.close();
    }

    private WorkflowEngine.Joined in(Handle handle) {
      return engine.in(store.join(handle));
    }

    private static Event placed(String id) {
      return Event.of(TENANT, "order.placed", LEAD, Json.object()).withId(id);
    }

    private static void order(Handle handle, String id) {
      handle.execute("INSERT INTO orders (id) VALUES (?)", id);
    }

    private List<String> orders() throws SQLException {
      return Scripts.column(database, "SELECT id FROM orders ORDER BY id");
    }

    private void assertNothingHappened() throws SQLException {
      for (String table :
          List.of("event", "instance", "journal", "task", "event_subscription", "message")) {
        assertThat(Scripts.column(database, "SELECT count(*) FROM wf_" + table))
            .as(table)
            .containsExactly("0");
      }
      assertThat(orders()).isEmpty();
    }

    @Test
    void the_host_holds_no_limit_that_others_wait_for() throws InterruptedException {
      engine
          .definitions()
          .publish(
              TENANT,
              WorkflowDefinition.parse(
                  """
                  {"key": "few", "triggers": [{"event": "few.go"}], "rateLimit": {"permits": 2, "per": "PT1H"},
                   "steps": [{"id": "a", "action": "set", "config": {"name": "x", "value": 1}}]}
                  """));
      engine.start();
      Event event = Event.of(TENANT, "few.go", LEAD, Json.object());
      InstanceId hosts =
          jdbi.inTransaction(
              handle -> {
                var receipt = engine.in(store.join(handle)).events().publish(event.withId("host"));
                engine.events().publish(event.withId("engine"));
                ended.await(1);
                return receipt.started().get(0).instance();
              });
      ended.await(1);
      assertThat(engine.instances().get(TENANT, hosts).state()).isEqualTo(InstanceState.COMPLETED);
      InstanceId third = engine.events().publish(event.withId("third")).started().get(0).instance();
      assertThat(engine.instances().get(TENANT, third).beginsAt()).isNotNull();
    }

    @Test
    void an_event_of_a_transaction_that_is_rolled_back_was_never_published() throws SQLException {
      assertThatThrownBy(
              () ->
                  jdbi.useTransaction(
                      handle -> {
                        order(handle, "o-1");
                        assertThat(in(handle).events().publish(placed("e-1")).started()).hasSize(1);
                        throw new ChangedItsMind();
                      }))
          .isInstanceOf(ChangedItsMind.class);
      engine.runUntilIdle();
      assertNothingHappened();
      assertThat(engine.events().publish(placed("e-1")).repeated()).isFalse();
    }

    @Test
    void an_event_of_a_transaction_that_commits_starts_its_workflow_after_the_commit()
        throws SQLException {
      InstanceId id =
          jdbi.inTransaction(
              handle -> {
                order(handle, "o-1");
                InstanceId started =
                    in(handle).events().publish(placed("e-1")).started().get(0).instance();
                assertThat(engine.runUntilIdle()).isZero();
                assertThatThrownBy(() -> engine.instances().get(TENANT, started))
                    .isInstanceOf(NotFoundException.class);
                assertThat(in(handle).instances().get(TENANT, started).state())
                    .isEqualTo(InstanceState.ACTIVE);
                return started;
              });
      assertThat(engine.runUntilIdle()).isEqualTo(1);
      assertThat(engine.instances().get(TENANT, id).state()).isEqualTo(InstanceState.COMPLETED);
      assertThat(orders()).containsExactly("o-1");
      assertThat(engine.events().publish(placed("e-1")).repeated()).isTrue();
    }

    @Test
    void an_event_answers_a_handler_by_its_correlation_whatever_its_type() {
      engine
          .definitions()
          .publish(
              TENANT,
              WorkflowDefinition.parse(
                  """
                  {"key": "pay", "name": "Pay", "steps": [{"id": "till", "action": "till"}]}
                  """));
      InstanceId id =
          engine.instances().start(TENANT, "pay", LEAD, Json.object(), ANNA).orElseThrow();
      engine.runUntilIdle();
      Event paid =
          Event.of(TENANT, "till.paid", null, Json.object())
              .withId("paid-1")
              .withCorrelation("till-1");
      jdbi.useTransaction(handle -> in(handle).events().publish(paid));
      engine.runUntilIdle();
      assertThat(engine.instances().get(TENANT, id).state()).isEqualTo(InstanceState.COMPLETED);
    }

    @Test
    void the_commit_of_a_handle_wakes_the_workers() throws InterruptedException {
      engine.start();
      for (int i = 0; i < 20; i++) {
        Event event = placed("e-" + i);
        jdbi.useTransaction(handle -> in(handle).events().publish(event));
        ended.await(1);
      }
    }

    @Test
    void the_host_tells_of_the_commit_of_a_plain_connection() throws Exception {
      List<String> heard = new CopyOnWriteArrayList<>();
      try (WorkflowEngine told =
              WorkflowEngine.builder()
                  .store(store)
                  .listener(ended)
                  .listener(
                      new EngineListener() {
                        @Override
                        public void eventAccepted(Event event, PublishReceipt receipt) {
                          heard.add(event.id());
                        }
                      })
                  .options(EngineOptions.defaults().withPollInterval(Duration.ofHours(1)))
                  .build();
          Connection connection = database.getConnection()) {
        told.start();
        connection.setAutoCommit(false);
        JoinedTransaction undone = store.join(connection);
        told.in(undone).events().publish(placed("undone"));
        connection.rollback();

        JoinedTransaction joined = store.join(connection);
        for (int i = 1; i <= 5; i++) {
          told.in(joined).events().publish(placed("e-" + i));
        }
        assertThat(heard).isEmpty();
        connection.commit();
        joined.committed();
        joined.committed();
        ended.await(5);
        connection.setAutoCommit(true);
      }
      assertThat(heard).containsExactly("e-1", "e-2", "e-3", "e-4", "e-5");
    }

    @Test
    void a_plain_connection_can_be_joined_too() throws SQLException {
      try (Connection connection = database.getConnection()) {
        connection.setAutoCommit(false);
        engine.in(store.join(connection)).events().publish(placed("e-1"));
        connection.rollback();
        assertNothingHappened();
        engine.in(store.join(connection)).events().publish(placed("e-2"));
        connection.commit();
        connection.setAutoCommit(true);
      }
      assertThat(engine.runUntilIdle()).isEqualTo(1);
      assertThat(engine.events().receipt(TENANT, "e-1")).isEmpty();
      assertThat(engine.events().receipt(TENANT, "e-2")).isPresent();
    }

    @Test
    void what_commits_after_every_statement_is_no_transaction() throws SQLException {
      String refusal =
          "the connection commits after every statement; begin a transaction before joining it";
      try (Connection connection = database.getConnection();
          Handle handle = jdbi.open()) {
        assertThatThrownBy(() -> store.join(connection))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(refusal);
        assertThatThrownBy(() -> store.join(handle))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(refusal);
      }
    }

    @Test
    void an_instance_started_by_hand_exists_only_after_the_commit() throws SQLException {
      assertThatThrownBy(
              () ->
                  jdbi.useTransaction(
                      handle -> {
                        in(handle).instances().start(TENANT, "w", LEAD, Json.object(), ANNA);
                        throw new ChangedItsMind();
                      }))
          .isInstanceOf(ChangedItsMind.class);
      assertNothingHappened();
      InstanceId id =
          jdbi.inTransaction(
                  handle -> in(handle).instances().start(TENANT, "w", LEAD, Json.object(), ANNA))
              .orElseThrow();
      engine.runUntilIdle();
      assertThat(engine.instances().get(TENANT, id).state()).isEqualTo(InstanceState.COMPLETED);
    }

    @Test
    void an_answer_and_what_its_handler_writes_hold_only_after_the_commit() throws SQLException {
      InstanceId id =
          engine.instances().start(TENANT, "ask", LEAD, Json.object(), ANNA).orElseThrow();
      assertThatThrownBy(
              () ->
                  jdbi.useTransaction(
                      handle -> {
                        answer(handle, id);
                        assertThat(in(handle).instances().get(TENANT, id).state())
                            .isEqualTo(InstanceState.COMPLETED);
                        throw new ChangedItsMind();
                      }))
          .isInstanceOf(ChangedItsMind.class);
      assertThat(engine.instances().get(TENANT, id).step("confirm").state())
          .isEqualTo(StepState.READY);
      assertThat(engine.tasks().list(TENANT, null, 10).items()).hasSize(1);
      assertThat(orders()).isEmpty();

      jdbi.useTransaction(handle -> answer(handle, id));
      assertThat(engine.instances().get(TENANT, id).state()).isEqualTo(InstanceState.COMPLETED);
      assertThat(engine.tasks().list(TENANT, null, 10).items()).isEmpty();
      assertThat(orders()).containsExactly("confirmed-by-host", "confirmed-by-step");
    }

    private void answer(Handle handle, InstanceId id) {
      order(handle, "confirmed-by-host");
      in(handle).tasks().complete(TENANT, id, "confirm", ANNA, Json.object());
    }

    @Test
    void many_changes_of_one_transaction_hold_together() throws SQLException {
      jdbi.useTransaction(
          handle -> {
            for (int i = 0; i < 30; i++) {
              in(handle).events().publish(placed("e-" + i));
            }
            assertThat(in(handle).events().publish(placed("e-7")).repeated()).isTrue();
          });
      assertThat(engine.runUntilIdle()).isEqualTo(30);
      assertThat(Scripts.column(database, "SELECT count(*) FROM wf_instance"))
          .containsExactly("30");
    }

    @Test
    void a_definition_of_a_transaction_that_is_rolled_back_leaves_no_trace() throws SQLException {
      assertThatThrownBy(
              () ->
                  jdbi.useTransaction(
                      handle -> {
                        in(handle).definitions().publish(TENANT, welcome("never"));
                        assertThat(
                                in(handle)
                                    .instances()
                                    .start(TENANT, "welcome", LEAD, Json.object(), ANNA))
                            .isPresent();
                        assertThat(in(handle).events().publish(signup()).started()).hasSize(1);
                        throw new ChangedItsMind();
                      }))
          .isInstanceOf(ChangedItsMind.class);
      assertThat(engine.events().publish(signup()).started()).isEmpty();

      engine.definitions().publish(TENANT, welcome("truly"));
      InstanceId id = engine.events().publish(signup()).started().get(0).instance();
      engine.runUntilIdle();
      assertThat(engine.instances().get(TENANT, id).steps())
          .singleElement()
          .satisfies(step -> assertThat(step.id()).isEqualTo("truly"));
    }

    @Test
    void a_definition_of_a_transaction_that_commits_is_known_to_the_engine_at_once() {
      assertThat(engine.events().publish(signup()).started()).isEmpty();
      jdbi.useTransaction(
          handle -> {
            in(handle).definitions().publish(TENANT, welcome("truly"));
            assertThat(in(handle).events().publish(signup()).started()).hasSize(1);
          });
      assertThat(engine.events().publish(signup()).started()).hasSize(1);
    }

    @Test
    void a_definition_counts_from_the_commit_on_even_if_nothing_was_started_inside() {
      assertThat(engine.events().publish(signup()).started()).isEmpty();
      jdbi.useTransaction(handle -> in(handle).definitions().publish(TENANT, welcome("truly")));
      assertThat(engine.events().publish(signup()).started()).hasSize(1);
    }

    @Test
    void a_template_of_a_transaction_that_is_rolled_back_leaves_no_trace() {
      assertThatThrownBy(
              () ->
                  jdbi.useTransaction(
                      handle -> {
                        Templates templates = in(handle).messaging().templates();
                        assertThat(templates.publish(TENANT, greeting("never"), ANNA)).isEqualTo(1);
                        assertThat(subject(templates)).isEqualTo("never");
                        assertThat(in(handle).definitions().warnings(TENANT, greets()))
                            .doesNotContain(UNKNOWN);
                        templates.testSend(
                            TENANT, "greeting", "email", null, "a@x.nl", Json.object(), ANNA);
                        throw new ChangedItsMind();
                      }))
          .isInstanceOf(ChangedItsMind.class);
      assertThat(engine.messaging().templates().list(TENANT)).isEmpty();
      assertThat(engine.definitions().warnings(TENANT, greets())).contains(UNKNOWN);
      assertThat(engine.messaging().messages().list(TENANT, null, null, null, 10).items())
          .isEmpty();

      assertThat(engine.messaging().templates().publish(TENANT, greeting("truly"), ANNA))
          .isEqualTo(1);
      assertThat(subject(engine.messaging().templates())).isEqualTo("truly");
    }

    @Test
    void a_template_of_a_transaction_that_commits_is_used_by_the_engine_at_once() {
      engine.messaging().templates().publish(TENANT, greeting("one"), ANNA);
      assertThat(subject(engine.messaging().templates())).isEqualTo("one");
      jdbi.useTransaction(
          handle -> {
            Templates templates = in(handle).messaging().templates();
            assertThat(templates.publish(TENANT, greeting("two"), ANNA)).isEqualTo(2);
            assertThat(subject(templates)).isEqualTo("two");
            in(handle).definitions().publish(TENANT, greets());
          });
      assertThat(subject(engine.messaging().templates())).isEqualTo("two");
      engine.events().publish(signup());
      engine.runUntilIdle();
      assertThat(engine.messaging().messages().list(TENANT, null, null, null, 10).items())
          .extracting(message -> message.content().path("subject").asText())
          .containsExactly("two");

      jdbi.useTransaction(
          handle -> in(handle).messaging().templates().archive(TENANT, "greeting", 2, ANNA));
      assertThat(subject(engine.messaging().templates())).isEqualTo("one");
    }

    private static final Problem UNKNOWN =
        new Problem(
            "/steps/0/config/template",
            "the tenant has no template \"greeting\"; by this name it goes to the channel's sender");

    private static MessageTemplate greeting(String subject) {
      return MessageTemplate.builder("greeting").email("en", subject, "<p>Hello</p>").build();
    }

    private static String subject(Templates templates) {
      return templates
          .preview(TENANT, "greeting", "en", "email", Json.object())
          .content()
          .path("subject")
          .asText();
    }

    private static WorkflowDefinition greets() {
      return WorkflowDefinition.parse(
          """
          {"key": "greets", "name": "Greets", "triggers": [{"event": "signed.up"}],
           "steps": [{"id": "mail", "action": "send_email",
                      "config": {"to": "a@x.nl", "template": "greeting"}}]}
          """);
    }

    private static Event signup() {
      return Event.of(TENANT, "signed.up", LEAD, Json.object());
    }

    private static WorkflowDefinition welcome(String step) {
      return WorkflowDefinition.parse(
          """
          {"key": "welcome", "name": "Welcome", "triggers": [{"event": "signed.up"}],
           "steps": [{"id": "%s", "action": "set", "config": {"name": "x", "value": 1}}]}
          """
              .formatted(step));
    }
  }

  /** Waits until an event tells that it was paid. */
  private static final class Till implements ActionHandler {

    @Override
    public String type() {
      return "till";
    }

    @Override
    public ActionResult start(ActionContext context) {
      return ActionResult.waiting("till-1");
    }
  }

  /** Done by people; writes into the host's table what they answered. */
  private static final class Confirm implements ActionHandler {

    @Override
    public String type() {
      return "confirm";
    }

    @Override
    public boolean performedByPeople() {
      return true;
    }

    @Override
    public ActionResult start(ActionContext context) {
      throw new IllegalStateException("people do it");
    }

    @Override
    public ActionResult complete(
        ActionContext context, com.fasterxml.jackson.databind.JsonNode payload) {
      context
          .transaction(Handle.class)
          .execute("INSERT INTO orders (id) VALUES ('confirmed-by-step')");
      return ActionResult.completed();
    }
  }
}
