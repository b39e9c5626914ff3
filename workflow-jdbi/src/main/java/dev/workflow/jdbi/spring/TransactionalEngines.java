package dev.workflow.jdbi.spring;

import dev.workflow.WorkflowEngine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Lets every engine that is a bean, the host's own too, take part in Spring's transactions. */
final class TransactionalEngines implements BeanPostProcessor {

  private final ObjectProvider<SpringTransactions> transactions;

  TransactionalEngines(ObjectProvider<SpringTransactions> transactions) {
    this.transactions = transactions;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof WorkflowEngine engine) {
      SpringTransactions known = transactions.getIfAvailable();
      return known == null ? engine : TransactionalEngine.of(engine, known);
    }
    return bean;
  }
}
