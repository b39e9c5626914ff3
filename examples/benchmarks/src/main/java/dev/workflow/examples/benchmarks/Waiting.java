package dev.workflow.examples.benchmarks;

import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.spi.EngineListener;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** An engine, not yet started, whose database holds many waiting instances of one workflow. */
final class Waiting implements AutoCloseable {

  static final TenantId TENANT = TenantId.of("bench");

  private final JdbiWorkflowStore store;
  private final WorkflowEngine engine;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final CountDownLatch ends;

  /**
   * @param ends how many instances end before {@link #awaitEnds} returns
   */
  Waiting(Database database, WorkflowDefinition workflow, int ends) {
    this.ends = new CountDownLatch(ends);
    store = JdbiWorkflowStore.open(database.source());
    InstantSource clock = () -> Instant.now().plus(ahead.get());
    engine =
        WorkflowEngine.builder()
            .store(store)
            .handler(new NothingHandler())
            .listener(new Ends())
            .clock(clock)
            .build();
    engine.definitions().publish(TENANT, workflow);
  }

  WorkflowEngine engine() {
    return engine;
  }

  JdbiWorkflowStore store() {
    return store;
  }

  Instant now() {
    return Instant.now().plus(ahead.get());
  }

  /**
   * Makes {@code count} instances that wait at the first step: one by the engine, the rest by SQL.
   */
  void fill(Database database, int count, String names) throws SQLException {
    Event event =
        Event.of(TENANT, "lead.created", SubjectRef.of("lead", names), Payload.of(names))
            .withId(names);
    InstanceId one = engine.events().publish(event).started().get(0).instance();
    engine.runUntilIdle();
    Clones.of(one, names).make(database, count - 1);
  }

  /** Lets time pass at once. */
  void advance(Duration time) {
    ahead.updateAndGet(time::plus);
  }

  void awaitEnds() throws InterruptedException {
    ends.await();
  }

  @Override
  public void close() {
    engine.close();
  }

  private final class Ends implements EngineListener {
    @Override
    public void instanceMoved(InstanceMove move) {
      if (move.to() == InstanceState.COMPLETED) {
        ends.countDown();
      }
    }
  }
}
