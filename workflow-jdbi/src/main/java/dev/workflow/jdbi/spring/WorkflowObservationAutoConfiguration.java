package dev.workflow.jdbi.spring;

import dev.workflow.observe.WorkflowObservations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * The engine's metrics and spans, where the application has a registry of observations: see {@link
 * WorkflowObservations}. Cycle times of steps go to the meter registry as {@code
 * workflow.step.cycle}.
 */
@AutoConfiguration(
    before = WorkflowAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnClass({ObservationRegistry.class, MeterRegistry.class})
public class WorkflowObservationAutoConfiguration {

  @Bean
  @ConditionalOnBean(ObservationRegistry.class)
  @ConditionalOnMissingBean
  WorkflowObservations workflowObservations(
      ObservationRegistry observations, ObjectProvider<MeterRegistry> meters) {
    return WorkflowObservations.on(observations)
        .cycleTimes(
            (action, state, time) ->
                meters.ifAvailable(registry -> recorded(registry, action, state.name(), time)));
  }

  private static void recorded(MeterRegistry registry, String action, String state, Duration time) {
    Timer.builder("workflow.step.cycle")
        .description("From when a step could begin until its end")
        .tags("action", action, "state", state)
        .register(registry)
        .record(time);
  }
}
