package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.store.CommitInDoubtException;
import dev.workflow.testkit.Invariants;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database commits, and its answer is lost on the way. */
class CommitInDoubtTest {

  private static final TenantId TENANT = TenantId.of("test");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AtomicInteger answersToLose = new AtomicInteger();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final DataSource database = PooledDatabases.h2();
  private final JdbiWorkflowStore store = JdbiWorkflowStore.open(losing(database));
  private volatile String losesAnswerOf = "none";
  private WorkflowEngine engine;

  /** The same database; its next answers to a commit are lost. */
  private DataSource losing(DataSource source) {
    return proxy(
        DataSource.class,
        source,
        (method, result) ->
            result instanceof Connection connection
                ? proxy(Connection.class, connection, this::loseAnswer)
                : result);
  }

  private Object loseAnswer(String method, Object result) throws SQLException {
    if (method.equals("commit")
        && writesSteps()
        && answersToLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new SQLException("the line is dead", "08006");
    }
    return result;
  }

  /** Not the poller, which reads, nor the test, which looks. */
  private static boolean writesSteps() {
    String thread = Thread.currentThread().getName();
    return thread.matches("main|workflow-committer|workflow-handler-.*");
  }

  @FunctionalInterface
  private interface After {
    Object call(String method, Object result) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return after.call(method.getName(), method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @BeforeEach
  void startEngine() throws SQLException {
    Scripts.run(database, "CREATE TABLE ledger (entry varchar(200) NOT NULL)");
    engine =
        WorkflowEngine.builder()
            .store(store)
            .handler(new Work())
            .handler(new Book())
            .options(
                EngineOptions.defaults()
                    .withLease(Duration.ofSeconds(1))
                    .withPollInterval(Duration.ofMillis(20)))
            .build();
    engine
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "w", "name": "W", "triggers": [{"event": "go"}],
                 "steps": [{"id": "a", "action": "work"}, {"id": "b", "action": "book"}, {"id": "c", "action": "work"}]}
                """));
  }

  @AfterEach
  void close() {
    engine.close();
    Invariants.check(engine, TENANT);
    store.close();
    PooledDatabases.closeAll();
  }

  private class Work implements ActionHandler {

    @Override
    public String type() {
      return "work";
    }

    @Override
    public ActionResult start(ActionContext context) throws Exception {
      calls.add(context.step() + "/" + context.attempt());
      if (losesAnswerOf.equals(context.step())) {
        losesAnswerOf = "none";
        answersToLose.set(1);
      }
      return ActionResult.completed();
    }
  }

  private final class Book extends Work {

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
          .transaction(org.jdbi.v3.core.Handle.class)
          .execute("INSERT INTO ledger (entry) VALUES (?)", context.step());
      return super.start(context);
    }
  }

  private static Event go() {
    return Event.of(TENANT, "go", SubjectRef.of("lead", "1"), Json.object());
  }

  private void assertOneRun() {
    engine.runUntilIdle();
    assertThat(engine.events().list(TENANT, null, 10).items()).hasSize(1);
    assertThat(engine.instances().count(TENANT))
        .singleElement()
        .satisfies(count -> assertThat(count.instances()).isEqualTo(1));
    assertThat(calls).containsExactly("a/1", "b/1", "c/1");
  }

  @Test
  void whether_an_event_was_accepted_is_found_out() {
    answersToLose.set(1);
    assertThat(engine.events().publish(go()).started()).hasSize(1);
    assertOneRun();
  }

  @Test
  void an_answer_that_is_lost_twice_leaves_the_doubt_to_the_publisher() {
    answersToLose.set(2);
    Event event = go().withId("e-1");
    assertThatThrownBy(() -> engine.events().publish(event))
        .isInstanceOf(CommitInDoubtException.class)
        .hasMessage(
            "the connection to the database broke during a commit, which may have taken place: the"
                + " line is dead");
    assertThat(engine.events().publish(event).started()).hasSize(1);
    assertOneRun();
  }

  @Test
  void a_start_by_hand_is_not_repeated() {
    answersToLose.set(1);
    assertThatThrownBy(
            () ->
                engine
                    .instances()
                    .start(
                        TENANT, "w", SubjectRef.of("lead", "1"), Json.object(), Actor.of("anna")))
        .isInstanceOf(CommitInDoubtException.class);
    engine.runUntilIdle();
    assertThat(calls).containsExactly("a/1", "b/1", "c/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c"})
  void a_step_whose_result_is_durable_does_not_run_again(String step) throws SQLException {
    losesAnswerOf = step;
    engine.start();
    InstanceId id = engine.events().publish(go()).started().get(0).instance();
    await()
        .atMost(PATIENCE)
        .until(() -> engine.instances().get(TENANT, id).state() == InstanceState.COMPLETED);
    assertThat(losesAnswerOf).isEqualTo("none");
    assertThat(calls).containsExactly("a/1", "b/1", "c/1");
    assertThat(Scripts.column(database, "SELECT entry FROM ledger")).containsExactly("b");
  }
}
