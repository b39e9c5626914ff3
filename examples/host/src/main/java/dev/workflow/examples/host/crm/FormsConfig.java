package dev.workflow.examples.host.crm;

import dev.workflow.examples.host.forms.WorkflowForms;
import dev.workflow.trigger.EventCatalog;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The forms know the types of events that the engine knows. */
@Configuration
class FormsConfig {

  @Bean
  static WorkflowForms workflowForms(ObjectProvider<EventCatalog> catalog) {
    return new WorkflowForms(catalog.getIfAvailable(EventCatalog::builtIn));
  }
}
