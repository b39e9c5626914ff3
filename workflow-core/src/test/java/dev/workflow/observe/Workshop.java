package dev.workflow.observe;

import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.EngineListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** An engine with one action, {@code work}, on a clock that the test moves. */
final class Workshop implements AutoCloseable {

  static final TenantId TENANT = TenantId.of("test");

  /** What the action does. */
  @FunctionalInterface
  interface Behaviour {
    ActionResult to(ActionContext context) throws Exception;
  }

  final WorkflowEngine engine;
  volatile Behaviour behaviour = context -> ActionResult.completed();
  private volatile Instant now = Instant.parse("2026-01-05T09:00:00Z");

  Workshop(EngineListener... listeners) {
    this(UnaryOperator.identity(), listeners);
  }

  Workshop(UnaryOperator<WorkflowEngine.Builder> customizing, EngineListener... listeners) {
    InstantSource clock = () -> now;
    WorkflowEngine.Builder builder =
        WorkflowEngine.builder()
            .store(new InMemoryWorkflowStore(clock))
            .clock(clock)
            .handler(new Work());
    for (EngineListener listener : listeners) {
      builder.listener(listener);
    }
    this.engine = customizing.apply(builder).build();
  }

  private final class Work implements ActionHandler {

    @Override
    public String type() {
      return "work";
    }

    @Override
    public ActionResult start(ActionContext context) throws Exception {
      return behaviour.to(context);
    }
  }

  /** Publishes a workflow that starts on {@code go}. */
  void publish(String keys, String steps) {
    engine
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                """
                {"key": "w", "name": "W", "triggers": [{"event": "go"}], %s "steps": %s}
                """
                    .formatted(keys, steps)));
  }

  PublishReceipt event(String type, String id) {
    return engine
        .events()
        .publish(Event.of(TENANT, type, SubjectRef.of("lead", "42"), Json.object()).withId(id));
  }

  /** Starts the workflow without running it. */
  InstanceId go() {
    return event("go", "go-1").started().get(0).instance();
  }

  void advance(Duration time) {
    engine.runUntilIdle();
    now = now.plus(time);
    engine.runUntilIdle();
  }

  @Override
  public void close() {
    engine.close();
  }
}
