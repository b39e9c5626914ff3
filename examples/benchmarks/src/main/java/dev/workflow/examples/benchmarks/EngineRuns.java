package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.DefinitionBuilder;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.spi.EngineListener;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Runs of a workflow with four automatic steps, on a started engine. Thread-safe. */
final class EngineRuns implements AutoCloseable {

  static final TenantId TENANT = TenantId.of("bench");
  static final int STEPS = 4;

  private final WorkflowEngine engine;
  private final Ends ends = new Ends();

  EngineRuns(DataSource database) {
    this(database, builder -> builder, definition());
  }

  /** Of other workflows, on an engine that has something besides. */
  EngineRuns(
      DataSource database,
      UnaryOperator<WorkflowEngine.Builder> more,
      WorkflowDefinition... workflows) {
    engine =
        more.apply(
                WorkflowEngine.builder()
                    .store(JdbiWorkflowStore.open(database))
                    .handler(new NothingHandler())
                    .listener(ends))
            .build();
    for (WorkflowDefinition workflow : workflows) {
      engine.definitions().publish(TENANT, workflow);
    }
    engine.start();
  }

  private static WorkflowDefinition definition() {
    DefinitionBuilder definition = WorkflowDefinition.builder("four-steps").on("lead.created");
    for (int i = 1; i <= STEPS; i++) {
      definition.step(Steps.action("step" + i, "nothing"));
    }
    return definition.build();
  }

  /** Publishes an event and waits until the end of what it started is durable. */
  void run() throws InterruptedException {
    run(UUID.randomUUID().toString());
  }

  /** The same with an id of the caller's for the event and its subject. */
  InstanceId run(String id) throws InterruptedException {
    return run("lead.created", id);
  }

  /** The same of what starts with another event. */
  InstanceId run(String type, String id) throws InterruptedException {
    ObjectNode payload = Payload.of(id);
    Event event = Event.of(TENANT, type, SubjectRef.of("lead", id), payload).withId(id);
    InstanceId instance = engine.events().publish(event).started().get(0).instance();
    ends.await(instance);
    return instance;
  }

  WorkflowEngine engine() {
    return engine;
  }

  @Override
  public void close() {
    engine.close();
  }

  /** Hears of instances that have ended, before or after somebody waits for them. */
  private static final class Ends implements EngineListener {

    private final Map<InstanceId, CountDownLatch> latches = new ConcurrentHashMap<>();

    @Override
    public void instanceMoved(InstanceMove move) {
      if (move.to() == InstanceState.COMPLETED) {
        latch(move.instance()).countDown();
      } else if (move.to() == InstanceState.FAILED) {
        throw new IllegalStateException("instance " + move.instance() + " failed");
      }
    }

    void await(InstanceId instance) throws InterruptedException {
      latch(instance).await();
      latches.remove(instance);
    }

    private CountDownLatch latch(InstanceId instance) {
      return latches.computeIfAbsent(instance, id -> new CountDownLatch(1));
    }
  }
}
