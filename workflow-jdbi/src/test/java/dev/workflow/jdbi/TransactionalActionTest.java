package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.testkit.EndedInstances;
import dev.workflow.testkit.Invariants;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a transactional action writes is committed with its step: once, or not at all. */
class TransactionalActionTest {

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

  private static final TenantId TENANT = TenantId.of("test");
  private static final long PATIENCE_SECONDS = 60;

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

    @Test
    void a_statement_that_hangs_is_cut_off_with_its_transaction() throws Exception {
      then =
          context -> {
            if (context.attempt() == 1) {
              context.transaction(Handle.class).execute("SELECT pg_sleep(3600)");
            }
            return ActionResult.completed();
          };
      assertCutOffAndRepeated();
    }
  }

  abstract static class OnAnyDatabase {

    /** What the action does after it has written its row. */
    @FunctionalInterface
    interface Then {
      ActionResult in(ActionContext context) throws Exception;
    }

    volatile Then then = context -> ActionResult.completed();

    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final EndedInstances ended = new EndedInstances();
    private final List<WorkflowEngine> engines = new ArrayList<>();
    private DataSource database;
    private JdbiWorkflowStore store;

    /** An empty one. */
    abstract DataSource database();

    @BeforeEach
    void open() throws SQLException {
      database = database();
      store = JdbiWorkflowStore.open(database);
      Scripts.run(
          database,
          "CREATE TABLE ledger (entry varchar(200) NOT NULL, node varchar(50) NOT NULL, attempt int NOT NULL)");
    }

    @AfterEach
    void close() {
      Invariants.check(engine("reader"), TENANT);
      engines.forEach(WorkflowEngine::close);
      store.close();
    }

    private WorkflowEngine engine(String node) {
      WorkflowEngine engine =
          WorkflowEngine.builder()
              .store(store)
              .handler(new Book(node))
              .listener(ended)
              .options(
                  EngineOptions.defaults()
                      .withNodeId(node)
                      .withLease(Duration.ofSeconds(1))
                      .withPollInterval(Duration.ofMillis(20)))
              .build();
      engines.add(engine);
      return engine;
    }

    /** Writes a row, then does what the test says. */
    private final class Book implements ActionHandler {

      private final String node;

      Book(String node) {
        this.node = node;
      }

      @Override
      public String type() {
        return "book";
      }

      @Override
      public boolean transactional() {
        return true;
      }

      @Override
      public ActionResult start(ActionContext context) throws Exception {
        context
            .transaction(Handle.class)
            .execute(
                "INSERT INTO ledger (entry, node, attempt) VALUES (?, ?, ?)",
                context.idempotencyKey(),
                node,
                context.attempt());
        try {
          return then.in(context);
        } catch (SQLException | TransactionException e) {
          refusals.add(e.getMessage());
          throw e;
        }
      }
    }

    private static final String RETRY =
        "\"retry\": {\"maxAttempts\": 2, \"initialDelay\": \"PT0.05S\", \"jitter\": 0}";

    private static void publish(WorkflowEngine engine, String steps) {
      engine
          .definitions()
          .publish(
              TENANT,
              WorkflowDefinition.parse(
                  "{\"key\": \"w\", \"name\": \"W\", \"triggers\": [{\"event\": \"go\"}], \"steps\": "
                      + steps
                      + "}"));
    }

    private static InstanceId go(WorkflowEngine engine, int number) {
      Event event =
          Event.of(TENANT, "go", SubjectRef.of("lead", "l-" + number), Json.object())
              .withId("go-" + number);
      return engine.events().publish(event).started().get(0).instance();
    }

    private List<String> entries() throws SQLException {
      return Scripts.column(database, "SELECT entry FROM ledger ORDER BY entry");
    }

    private List<String> attempts() throws SQLException {
      return Scripts.column(database, "SELECT attempt FROM ledger ORDER BY attempt");
    }

    private WorkflowInstance runOne(String step) throws InterruptedException {
      WorkflowEngine engine = engine("one");
      publish(engine, "[{\"id\": \"a\", \"action\": \"book\", " + step + "}]");
      engine.start();
      InstanceId id = go(engine, 1);
      ended.await(1);
      return engine.instances().get(TENANT, id);
    }

    @Test
    void every_step_of_many_instances_on_two_nodes_writes_its_row_once() throws Exception {
      WorkflowEngine one = engine("one");
      WorkflowEngine two = engine("two");
      publish(
          one,
          """
          [{"id": "a", "action": "book"},
           {"id": "both", "parallel": [{"steps": [{"id": "b", "action": "book"}]}, {"steps": [{"id": "c", "action": "book"}]}]}]
          """);
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        InstanceId id = go(one, i);
        List.of("/a", "/b", "/c").forEach(step -> expected.add(id + step));
      }
      one.start();
      two.start();
      ended.await(40);
      assertThat(entries()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void a_handler_that_throws_after_it_has_written_leaves_no_row() throws Exception {
      then =
          context -> {
            throw new IllegalStateException("no such account");
          };
      WorkflowInstance instance = runOne(RETRY);
      assertThat(instance.state()).isEqualTo(InstanceState.FAILED);
      assertThat(instance.step("a").attempt()).isEqualTo(2);
      assertThat(instance.step("a").reason()).isEqualTo("IllegalStateException: no such account");
      assertThat(entries()).isEmpty();
    }

    @Test
    void a_handler_that_says_it_failed_leaves_no_row() throws Exception {
      then = context -> ActionResult.failed("the account is closed", false);
      WorkflowInstance instance = runOne(RETRY);
      assertThat(instance.step("a").reason()).isEqualTo("the account is closed");
      assertThat(instance.step("a").attempt()).isEqualTo(1);
      assertThat(entries()).isEmpty();
    }

    @Test
    void only_the_attempt_that_succeeds_leaves_its_row() throws Exception {
      then =
          context -> {
            if (context.attempt() == 1) {
              throw new IllegalStateException("not yet");
            }
            return ActionResult.completed();
          };
      assertThat(runOne(RETRY).state()).isEqualTo(InstanceState.COMPLETED);
      assertThat(attempts()).containsExactly("2");
    }

    @Test
    void a_statement_that_fails_undoes_what_was_written_before() throws Exception {
      then =
          context -> {
            if (context.attempt() == 1) {
              context.transaction(Handle.class).execute("INSERT INTO no_such_table VALUES (1)");
            }
            return ActionResult.completed();
          };
      assertThat(runOne(RETRY).state()).isEqualTo(InstanceState.COMPLETED);
      assertThat(attempts()).containsExactly("2");
    }

    @Test
    void a_handler_cannot_end_the_transaction_of_its_step() throws Exception {
      then =
          context -> {
            Connection connection = context.transaction(Connection.class);
            connection.close(); // what closes its connection does no harm
            switch (context.attempt()) {
              case 1 -> connection.commit();
              case 2 -> connection.rollback();
              case 3 -> connection.setAutoCommit(true);
              case 4 -> context.transaction(Handle.class).commit();
              case 5 -> context.transaction(Handle.class).rollback();
              default -> connection.rollback(connection.setSavepoint());
            }
            return ActionResult.completed();
          };
      WorkflowInstance instance =
          runOne("\"retry\": {\"maxAttempts\": 6, \"initialDelay\": \"PT0.01S\", \"jitter\": 0}");
      assertThat(instance.state()).isEqualTo(InstanceState.COMPLETED);
      assertThat(attempts()).containsExactly("6");
      assertThat(refusals)
          .containsExactly(
              "commit" + REFUSED,
              "rollback" + REFUSED,
              "setAutoCommit(true)" + REFUSED,
              "commit" + REFUSED,
              "rollback" + REFUSED);
    }

    private static final String REFUSED =
        " is refused: the engine ends this transaction, together with the result of the step;"
            + " throw an exception, or return ActionResult.failed(...), to have it rolled back";

    @Test
    void a_handle_tells_of_the_commit_that_the_engine_makes() throws Exception {
      List<String> heard = new CopyOnWriteArrayList<>();
      then =
          context -> {
            context
                .transaction(Handle.class)
                .afterCommit(() -> heard.add("committed " + context.attempt()))
                .afterRollback(() -> heard.add("rolled back " + context.attempt()));
            return context.attempt() == 1
                ? ActionResult.failed("not yet", true)
                : ActionResult.completed();
          };
      assertThat(runOne(RETRY).state()).isEqualTo(InstanceState.COMPLETED);
      assertThat(heard).containsExactly("rolled back 1", "committed 2");
    }

    @Test
    void a_handler_that_hangs_is_cut_off_and_its_row_undone() throws Exception {
      then =
          context -> {
            if (context.attempt() == 1) {
              new CountDownLatch(1).await();
            }
            return ActionResult.completed();
          };
      assertCutOffAndRepeated();
    }

    @Test
    void a_handler_that_ignores_its_interruption_leaves_no_row_either() throws Exception {
      then =
          context -> {
            if (context.attempt() == 1) {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                // A handler that swallows it.
              }
            }
            return ActionResult.completed();
          };
      assertCutOffAndRepeated();
    }

    final void assertCutOffAndRepeated() throws Exception {
      WorkflowInstance instance = runOne("\"timeout\": \"PT0.3S\", " + RETRY);
      assertThat(instance.state()).isEqualTo(InstanceState.COMPLETED);
      assertThat(instance.step("a").attempt()).isEqualTo(2);
      assertThat(attempts()).containsExactly("2");
    }

    @Test
    void what_the_handler_asks_for_happens_with_its_row_or_not_at_all() throws Exception {
      AtomicInteger attempts = new AtomicInteger();
      then =
          context -> {
            context.publish(
                Event.of(TENANT, "booked", null, Json.object().put("attempt", context.attempt())));
            return attempts.incrementAndGet() == 1
                ? ActionResult.failed("not yet", true)
                : ActionResult.completed();
          };
      WorkflowEngine engine = engine("one");
      publish(engine, "[{\"id\": \"a\", \"action\": \"book\", " + RETRY + "}]");
      engine.start();
      go(engine, 1);
      ended.await(1);
      List<Event> booked =
          engine.events().list(TENANT, null, 10).items().stream()
              .map(Events.Accepted::event)
              .filter(event -> event.type().equals("booked"))
              .toList();
      assertThat(booked)
          .singleElement()
          .satisfies(event -> assertThat(event.payload()).hasToString("{\"attempt\":2}"));
      assertThat(attempts()).containsExactly("2");
    }

    @Test
    void a_node_that_lost_its_lease_meanwhile_writes_nothing() throws Exception {
      CountDownLatch began = new CountDownLatch(1);
      CountDownLatch resume = new CountDownLatch(1);
      then =
          context -> {
            if (began.getCount() > 0) {
              began.countDown();
              resume.await();
            }
            return ActionResult.completed();
          };
      // It works without threads, so nobody renews its lease: a node that is cut off from the rest.
      WorkflowEngine slow = engine("slow");
      publish(slow, "[{\"id\": \"a\", \"action\": \"book\"}]");
      InstanceId id = go(slow, 1);
      Thread stuck = new Thread(slow::runUntilIdle);
      stuck.start();
      assertThat(began.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

      WorkflowEngine heir = engine("heir");
      heir.start();
      ended.await(1);
      resume.countDown();
      stuck.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      assertThat(stuck.isAlive()).isFalse();
      assertThat(heir.instances().get(TENANT, id).step("a").state()).isEqualTo(StepState.COMPLETED);
      assertThat(Scripts.column(database, "SELECT node FROM ledger")).containsExactly("heir");
    }
  }
}
