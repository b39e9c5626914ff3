package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.EndedInstances;
import dev.workflow.testkit.Invariants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The common ground of the contracts with engines that have threads of their own: an empty store,
 * engines on it that are closed after the test, and invariants checked at the end.
 */
public abstract class StartedEngines {

  protected static final TenantId TENANT = TenantId.of("test");

  /** How long a test waits for what must come: long enough for a machine under load. */
  static final long PATIENCE_SECONDS = 60;

  static final Duration LEASE = Duration.ofSeconds(15);

  /** A workflow's steps: one that calls {@code work}. */
  static final String ONE_STEP = "[{\"id\": \"a\", \"action\": \"work\"}]";

  /** Two after each other, and two beside each other. */
  static final String FOUR_STEPS =
      """
      [{"id": "a", "action": "work"}, {"id": "b", "action": "work"},
       {"id": "both", "parallel": [{"steps": [{"id": "c", "action": "work"}]}, {"steps": [{"id": "d", "action": "work"}]}]}]
      """;

  final EndedInstances ended = new EndedInstances();

  /** How often the {@code work} action was called. */
  final AtomicInteger calls = new AtomicInteger();

  /** What the {@code work} action does before it completes; nothing by default. */
  volatile Hook hook = context -> {};

  WorkflowStore store;
  private final List<WorkflowEngine> engines = new ArrayList<>();

  @FunctionalInterface
  interface Hook {
    void before(ActionContext context) throws Exception;
  }

  /** An empty store; closed after the test. */
  protected abstract WorkflowStore createStore();

  @BeforeEach
  void openStore() {
    store = createStore();
  }

  @AfterEach
  void closeAll() {
    engines.forEach(WorkflowEngine::close);
    try (WorkflowEngine reader = customize(WorkflowEngine.builder().store(store)).build()) {
      tenants().forEach(tenant -> Invariants.check(reader, tenant));
    }
    store.close();
  }

  /** Whose instances the test runs. */
  List<TenantId> tenants() {
    return List.of(TENANT);
  }

  /** Adds parts of the host. */
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return builder.handler(new Work()).listener(ended);
  }

  /** An engine that looks for work often, not yet started. */
  final WorkflowEngine engine(String node, Duration lease) {
    return opened(
        customize(WorkflowEngine.builder().store(store))
            .options(
                EngineOptions.defaults()
                    .withNodeId(node)
                    .withLease(lease)
                    .withPollInterval(Duration.ofMillis(20))));
  }

  final WorkflowEngine engine(String node) {
    return engine(node, LEASE);
  }

  /** Builds an engine that is closed after the test. */
  final WorkflowEngine opened(WorkflowEngine.Builder builder) {
    WorkflowEngine engine = builder.build();
    engines.add(engine);
    return engine;
  }

  private final class Work implements ActionHandler {

    @Override
    public String type() {
      return "work";
    }

    @Override
    public ActionResult start(ActionContext context) throws Exception {
      calls.incrementAndGet();
      hook.before(context);
      return ActionResult.completed();
    }
  }

  /** A workflow on {@code go} with these steps. */
  static WorkflowDefinition steps(String steps) {
    return steps("", steps);
  }

  /** The same with more keys of the document, each followed by a comma. */
  static WorkflowDefinition steps(String keys, String steps) {
    return WorkflowDefinition.parse(
        "{\"key\": \"w\", \"name\": \"W\", \"triggers\": [{\"event\": \"go\"}], %s \"steps\": %s}"
            .formatted(keys, steps));
  }

  static Event go(int number) {
    return Event.of(
            TENANT, "go", SubjectRef.of("lead", "l-" + number), Json.object().put("n", number))
        .withId("go-" + number);
  }

  /**
   * Publishes {@link #go} with numbers from 0 from so many threads at the same time, each on the
   * next of the engines in turn, and waits until all are accepted.
   */
  static void publishAtOnce(int threads, int each, WorkflowEngine... engines)
      throws InterruptedException {
    List<Thread> publishers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int first = t * each;
      WorkflowEngine engine = engines[t % engines.length];
      Thread thread =
          new Thread(
              () -> {
                for (int i = first; i < first + each; i++) {
                  engine.events().publish(go(i));
                }
              });
      publishers.add(thread);
      thread.start();
    }
    for (Thread thread : publishers) {
      thread.join();
    }
  }

  static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }
}
