package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.observe.WorkflowObservations;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
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
                                .tags("action", action, "state", state)
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
}
