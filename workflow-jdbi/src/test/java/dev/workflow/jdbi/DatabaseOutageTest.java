package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.store.StoreUnavailableException;
import dev.workflow.testkit.Invariants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database goes away and comes back while the engine works. */
class DatabaseOutageTest {

  private static final TenantId TENANT = TenantId.of("test");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PUBLISHERS = 4;
  private static final int EVENTS_EACH = 60;

  private final CrashingPostgres postgres = new CrashingPostgres();
  private final HikariDataSource pool = PooledDatabases.impatient(postgres.database());
  private final JdbiWorkflowStore store = JdbiWorkflowStore.open(pool);
  private final List<WorkflowEngine> engines = new ArrayList<>();
  private final Set<String> called = ConcurrentHashMap.newKeySet();
  private final Map<String, InstanceId> acknowledged = new ConcurrentHashMap<>();
  private final Queue<RuntimeException> refusals = new ConcurrentLinkedQueue<>();
  private final List<Thread> publishers = new ArrayList<>();
  private WorkflowEngine engine;

  /** When publishers may go on with the second half of their events; at once by default. */
  private CountDownLatch secondHalf = new CountDownLatch(0);

  private volatile boolean over;

  @BeforeEach
  void startEngine() {
    engine = engine();
    engine
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "w", "name": "W", "triggers": [{"event": "go"}],
                 "steps": [{"id": "a", "action": "work"}, {"id": "b", "action": "work"}]}
                """));
    engine.start();
  }

  private WorkflowEngine engine() {
    WorkflowEngine built =
        WorkflowEngine.builder()
            .store(store)
            .handler(new Work())
            .options(
                EngineOptions.defaults()
                    .withLease(Duration.ofSeconds(1))
                    .withPollInterval(Duration.ofMillis(50)))
            .build();
    engines.add(built);
    return built;
  }

  @AfterEach
  void close() throws Exception {
    over = true;
    engines.forEach(WorkflowEngine::close);
    store.close();
    pool.close();
    postgres.close();
  }

  private final class Work implements ActionHandler {

    @Override
    public String type() {
      return "work";
    }

    @Override
    public ActionResult start(ActionContext context) {
      called.add(context.idempotencyKey());
      return ActionResult.completed();
    }
  }

  private static Event go(String id) {
    return Event.of(TENANT, "go", SubjectRef.of("lead", id), Json.object()).withId(id);
  }

  /** Hosts that publish, and after a refusal publish the same event again. */
  private void startPublishers() {
    for (int p = 0; p < PUBLISHERS; p++) {
      String name = "host-" + p + "-";
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < EVENTS_EACH; i++) {
                  if (i == EVENTS_EACH / 2) {
                    awaitSecondHalf();
                  }
                  publishUntilAcknowledged(name + i);
                }
              });
      publishers.add(thread);
      thread.start();
    }
  }

  private void awaitSecondHalf() {
    try {
      assertThat(secondHalf.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publishUntilAcknowledged(String id) {
    while (!acknowledged.containsKey(id) && !over) {
      try {
        acknowledged.put(id, engine.events().publish(go(id)).started().get(0).instance());
      } catch (RuntimeException e) {
        refusals.add(e);
      }
    }
  }

  private void awaitPublishers() throws InterruptedException {
    for (Thread publisher : publishers) {
      publisher.join(PATIENCE.toMillis());
      assertThat(publisher.isAlive()).as("a publisher still waits").isFalse();
    }
  }

  private void awaitAcknowledged(int count) {
    await().atMost(PATIENCE).until(() -> acknowledged.size() >= count);
  }

  private void assertNothingIsLost() {
    int all = PUBLISHERS * EVENTS_EACH;
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
        .untilAsserted(
            () ->
                assertThat(engine.instances().count(TENANT))
                    .extracting(Instances.Count::state, Instances.Count::instances)
                    .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(InstanceState.COMPLETED, (long) all)));
    assertThat(acknowledged).hasSize(all);
    assertThat(Set.copyOf(acknowledged.values())).hasSize(all);
    for (InstanceId id : acknowledged.values()) {
      assertThat(engine.instances().get(TENANT, id).state()).isEqualTo(InstanceState.COMPLETED);
      assertThat(called).contains(id + "/a", id + "/b");
    }
    Invariants.check(engine, TENANT);
  }

  @Test
  void a_crash_of_the_server_loses_nothing_acknowledged_and_the_engine_goes_on_by_itself()
      throws Exception {
    secondHalf = new CountDownLatch(1);
    startPublishers();
    awaitAcknowledged(20);
    postgres.crash();
    secondHalf.countDown();
    await().atMost(PATIENCE).until(() -> refusals.size() > PUBLISHERS);
    postgres.comeBack();
    awaitPublishers();
    assertNothingIsLost();
    assertThat(refusals)
        .isNotEmpty()
        .allSatisfy(
            refusal -> {
              assertThat(refusal).isInstanceOf(StoreUnavailableException.class);
              assertThat(refusal.getMessage())
                  .containsAnyOf(
                      "the database cannot be reached: ",
                      "the connection to the database broke: ",
                      "the connection to the database broke during a commit, which may have taken"
                          + " place: ");
            });
  }

  @Test
  void connections_that_break_again_and_again_lose_nothing() throws Exception {
    startPublishers();
    int broken = 0;
    for (int round = 1; round <= 8; round++) {
      awaitAcknowledged(round * 20);
      broken += postgres.breakConnections();
    }
    awaitPublishers();
    assertNothingIsLost();
    assertThat(broken).isPositive();
    assertThat(refusals).allMatch(StoreUnavailableException.class::isInstance);
  }

  @Test
  void without_the_database_every_call_ends_with_a_clear_error() throws Exception {
    InstanceId id = engine.events().publish(go("before")).started().get(0).instance();
    await()
        .atMost(PATIENCE)
        .until(() -> engine.instances().get(TENANT, id).state() == InstanceState.COMPLETED);
    postgres.crash();
    pool.getHikariPoolMXBean().softEvictConnections();
    assertUnreachable(() -> engine.events().publish(go("during")));
    assertUnreachable(() -> engine.instances().get(TENANT, id));
    assertUnreachable(() -> engine.tasks().list(TENANT, null, 10));
    assertUnreachable(() -> JdbiWorkflowStore.open(pool));
    postgres.comeBack();
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
        .until(() -> engine.events().publish(go("after")).started().size() == 1);
    assertThat(engine.events().receipt(TENANT, "during")).isEmpty();
  }

  private static void assertUnreachable(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageMatching(
            "the database cannot be reached: HikariPool-\\d+ - Connection is not available, request"
                + " timed out after \\d+ms.*");
  }

  @Test
  void an_engine_closes_without_the_database_and_another_one_does_its_work_later()
      throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch resume = new CountDownLatch(1);
    WorkflowEngine second =
        WorkflowEngine.builder()
            .store(store)
            .handler(
                new ActionHandler() {
                  @Override
                  public String type() {
                    return "slow";
                  }

                  @Override
                  public ActionResult start(ActionContext context) throws Exception {
                    called.add(context.idempotencyKey());
                    began.countDown();
                    resume.await();
                    return ActionResult.completed();
                  }
                })
            .options(EngineOptions.defaults().withLease(Duration.ofSeconds(1)))
            .build();
    engine.close();
    second
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "s", "name": "S", "triggers": [{"event": "slowly"}],
                 "steps": [{"id": "a", "action": "slow"}]}
                """));
    second.start();
    InstanceId id =
        second
            .events()
            .publish(Event.of(TENANT, "slowly", SubjectRef.of("lead", "1"), Json.object()))
            .started()
            .get(0)
            .instance();
    assertThat(began.await(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    postgres.crash();
    Thread closing = new Thread(second::close);
    closing.start();
    resume.countDown();
    closing.join(PATIENCE.toMillis());
    assertThat(closing.isAlive()).isFalse();
    postgres.comeBack();
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
        .until(() -> store.now().isAfter(Instant.EPOCH));

    WorkflowEngine heir =
        WorkflowEngine.builder()
            .store(store)
            .handler(new Renamed())
            .options(EngineOptions.defaults().withPollInterval(Duration.ofMillis(50)))
            .build();
    engines.add(heir);
    heir.start();
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
        .until(() -> heir.instances().get(TENANT, id).state() == InstanceState.COMPLETED);
  }

  /** The same action on a node where it is quick. */
  private static final class Renamed implements ActionHandler {

    @Override
    public String type() {
      return "slow";
    }

    @Override
    public ActionResult start(ActionContext context) {
      return ActionResult.completed();
    }
  }
}
