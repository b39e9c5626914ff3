package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.observe.WorkflowObservations;
import dev.workflow.task.TaskQuery;
import dev.workflow.testkit.WorkflowTestKit;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void an_attempt_is_counted_and_a_step_is_timed() {
    SimpleMeterRegistry meterRegistry = new SimpleMeterRegistry();
    ObservationRegistry observationRegistry = ObservationRegistry.create();
    observationRegistry
        .observationConfig()
        .observationHandler(new DefaultMeterObservationHandler(meterRegistry));

    // snippet: observations
    WorkflowEngine engine =
        WorkflowEngine.builder()
            .listener(
                WorkflowObservations.on(observationRegistry)
                    .cycleTimes(
                        (action, state, time) ->
                            Timer.builder("workflow.step.cycle")
                                .tags("action", action, "state", state.name())
                                .publishPercentileHistogram()
                                .register(meterRegistry)
                                .record(time)))
            .build();
    // end

    TenantId tenant = TenantId.of("acme");
    WorkflowDefinition definition =
        WorkflowDefinition.builder("w")
            .step(Steps.action("a", "log").config("message", "hello"))
            .build();
    engine.definitions().publish(tenant, definition);
    engine.instances().start(tenant, "w", null, Json.object(), Actor.of("anna"));
    engine.runUntilIdle();
    engine.close();

    assertThat(meterRegistry.get("workflow.attempt").tag("action", "log").timer().count())
        .isEqualTo(1);
    assertThat(meterRegistry.get("workflow.step.cycle").timer().count()).isEqualTo(1);
  }

  @Test
  void what_people_do_is_counted_and_timed() {
    SimpleMeterRegistry meterRegistry = new SimpleMeterRegistry();
    ObservationRegistry observationRegistry = ObservationRegistry.create();
    observationRegistry
        .observationConfig()
        .observationHandler(new DefaultMeterObservationHandler(meterRegistry));
    WorkflowTestKit kit =
        WorkflowTestKit.inMemory(
            builder ->
                builder.listener(
                    // snippet: tasks
                    WorkflowObservations.on(observationRegistry)
                        .taskTimes(
                            (workflow, step, phase, time) ->
                                Timer.builder("workflow.task.time")
                                    .tags("workflow", workflow, "step", step, "phase", phase.name())
                                    .publishPercentileHistogram()
                                    .register(meterRegistry)
                                    .record(time))
                    // end
                    ));
    TenantId tenant = WorkflowTestKit.TENANT;
    WorkflowEngine engine = kit.engine();
    // snippet: open
    Gauge.builder(
            "workflow.tasks.open", () -> engine.tasks().count(tenant, TaskQuery.all()).tasks())
        .register(meterRegistry);
    Gauge.builder(
            "workflow.tasks.overdue",
            () ->
                engine
                    .tasks()
                    .countBy(tenant, TaskQuery.all(), Tasks.Group.OVERDUE)
                    .getOrDefault(Optional.of("true"), 0L))
        .register(meterRegistry);
    Map<Optional<String>, Long> whoIsLate =
        engine
            .tasks()
            .countBy(
                tenant, TaskQuery.all().withDueBefore(kit.clock().instant()), Tasks.Group.ASSIGNEE);
    // end
    kit.publish(
        WorkflowDefinition.builder("w")
            .step(Steps.action("ask", "approval").due("PT2H").config("message", "Well?"))
            .build());
    InstanceId id = kit.start("w", SubjectRef.of("lead", "1"), Json.object());
    kit.advance(Duration.ofHours(1));
    engine.tasks().claim(tenant, id, "ask", Actor.of("anna"));
    assertThatThrownBy(() -> engine.tasks().claim(tenant, id, "ask", Actor.of("bob")))
        .isInstanceOfSatisfying(
            ConflictException.class, e -> assertThat(e.refusal()).contains(Tasks.Reason.HELD));
    kit.advance(Duration.ofHours(3));
    assertThat(whoIsLate).isEmpty();
    assertThat(meterRegistry.get("workflow.tasks.open").gauge().value()).isEqualTo(1);
    assertThat(meterRegistry.get("workflow.tasks.overdue").gauge().value()).isEqualTo(1);
    engine
        .tasks()
        .complete(tenant, id, "ask", Actor.of("anna"), Json.object().put("approved", true));

    assertThat(
            meterRegistry
                .get("workflow.task")
                .tag("command", "claim")
                .tag("result", "held")
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(seconds(meterRegistry, "READY_TO_CLAIM")).isEqualTo(3_600);
    assertThat(seconds(meterRegistry, "CLAIM_TO_DONE")).isEqualTo(3 * 3_600);
    kit.close();
  }

  private static double seconds(SimpleMeterRegistry registry, String phase) {
    return registry
        .get("workflow.task.time")
        .tags("workflow", "w", "step", "ask", "phase", phase)
        .timer()
        .totalTime(TimeUnit.SECONDS);
  }
}
