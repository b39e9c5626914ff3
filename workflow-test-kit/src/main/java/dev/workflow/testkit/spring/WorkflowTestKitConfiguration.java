package dev.workflow.testkit.spring;

import dev.workflow.WorkflowEngine;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.WorkflowTestKit;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The test kit and its engine as beans; the application's engine backs off. */
@Configuration(proxyBeanMethods = false)
class WorkflowTestKitConfiguration {

  @Bean(destroyMethod = "close")
  WorkflowTestKit workflowTestKit(
      WorkflowStore store, ObjectProvider<UnaryOperator<WorkflowEngine.Builder>> found) {
    return WorkflowTestKit.on(store, found.getIfUnique(UnaryOperator::identity));
  }

  @Bean(destroyMethod = "")
  WorkflowEngine workflowEngine(WorkflowTestKit kit) {
    return kit.engine();
  }
}
