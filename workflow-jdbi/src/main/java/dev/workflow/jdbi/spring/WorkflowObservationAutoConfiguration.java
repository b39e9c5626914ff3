package dev.workflow.jdbi.spring;

import dev.workflow.WorkflowEngine;
import dev.workflow.observe.WorkflowObservations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The engine's metrics and spans, where the application has a registry of observations: see {@link
 * WorkflowObservations}. Cycle times of steps go to the meter registry as {@code
 * workflow.step.cycle}, times of people as {@code workflow.task.time}. Of the tenants in {@code
 * workflow.metrics.tenants} the open and the overdue tasks are counted at each look.
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
                meters.ifAvailable(
                    registry ->
                        Timer.builder("workflow.step.cycle")
                            .description("From when a step could begin until its end")
                            .tags("action", action, "state", state.name())
                            .register(registry)
                            .record(time)))
        .taskTimes(
            (workflow, step, phase, time) ->
                meters.ifAvailable(
                    registry ->
                        Timer.builder("workflow.task.time")
                            .description(
                                "How long tasks waited for people, and people were at them")
                            .tags("workflow", workflow, "step", step, "phase", phase.name())
                            .register(registry)
                            .record(time)));
  }

  @Bean
  @ConditionalOnMissingBean
  TaskGauges workflowTaskGauges(ObjectProvider<WorkflowEngine> engine, Environment environment) {
    return new TaskGauges(
        engine, environment.getProperty("workflow.metrics.tenants", String[].class, new String[0]));
  }
}
