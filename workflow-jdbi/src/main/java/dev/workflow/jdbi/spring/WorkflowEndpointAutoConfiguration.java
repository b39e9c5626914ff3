package dev.workflow.jdbi.spring;

import dev.workflow.EngineOptions;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.store.WorkflowStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code workflow} of Actuator, where it is exposed. */
@AutoConfiguration(after = WorkflowAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(WorkflowEndpoint.class)
public class WorkflowEndpointAutoConfiguration {

  @Bean
  @ConditionalOnBean({WorkflowStore.class, EngineLifecycle.class})
  @ConditionalOnMissingBean
  WorkflowEndpoint workflowEndpoint(
      WorkflowStore store,
      EngineOptions options,
      EngineLifecycle lifecycle,
      ObjectProvider<ActionHandler> handlers,
      ObjectProvider<ChannelSender> senders) {
    return new WorkflowEndpoint(store, options, lifecycle, handlers, senders);
  }
}
