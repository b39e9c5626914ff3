package dev.workflow.jdbi.spring;

import dev.workflow.WorkflowEngine;
import dev.workflow.spi.store.WorkflowStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health indicator {@code workflow} of Spring Boot 4: DOWN if the database does not answer. */
@AutoConfiguration(after = WorkflowAutoConfiguration.class)
@ConditionalOnClass(
    name = {
      "org.springframework.boot.health.contributor.HealthIndicator",
      "org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator"
    })
public class WorkflowHealth4AutoConfiguration {

  @Bean
  @ConditionalOnBean({WorkflowEngine.class, WorkflowStore.class, EngineLifecycle.class})
  @ConditionalOnMissingBean(name = "workflowHealthIndicator")
  @ConditionalOnEnabledHealthIndicator("workflow")
  HealthIndicator workflowHealthIndicator(WorkflowStore store, EngineLifecycle lifecycle) {
    EngineHealth health = new EngineHealth(store, lifecycle);
    return () -> {
      try {
        return (health.stopped() ? Health.outOfService() : Health.up())
            .withDetails(health.details())
            .build();
      } catch (RuntimeException e) {
        return Health.down(e).build();
      }
    };
  }
}
