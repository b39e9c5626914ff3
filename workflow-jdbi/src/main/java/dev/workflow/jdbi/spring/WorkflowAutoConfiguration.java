package dev.workflow.jdbi.spring;

import dev.workflow.EngineOptions;
import dev.workflow.WorkflowEngine;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.spi.store.WorkflowStore;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * The store, the engine and its life cycle as beans. Each backs off where the host defines its own:
 * a {@link WorkflowStore}, a {@link WorkflowEngine}, an {@link EngineOptions}. The host's migration
 * tool runs before the store is opened.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
      "org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration"
    })
@ConditionalOnClass({DataSource.class, DataSourceUtils.class})
@ConditionalOnProperty(prefix = "workflow", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(WorkflowProperties.class)
public class WorkflowAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(WorkflowStore.class)
  @ConditionalOnBean(DataSource.class)
  @DependsOnDatabaseInitialization
  JdbiWorkflowStore workflowStore(
      ObjectProvider<DataSource> dataSources,
      @WorkflowDataSource ObjectProvider<DataSource> marked,
      WorkflowProperties properties) {
    WorkflowProperties.Store settings = properties.store();
    JdbiWorkflowStore.Builder builder =
        JdbiWorkflowStore.builder(database(dataSources, marked))
            .tablePrefix(settings.tablePrefix())
            .migrate(settings.migrate())
            .statementTimeout(settings.statementTimeout());
    return (settings.portableSql() ? builder.portableSql() : builder).open();
  }

  private static DataSource database(
      ObjectProvider<DataSource> dataSources, ObjectProvider<DataSource> marked) {
    return SpringTransactions.unwrapped(marked.getIfAvailable(dataSources::getObject));
  }

  @Bean
  @ConditionalOnMissingBean
  EngineOptions workflowEngineOptions(WorkflowProperties properties) {
    return properties.engine().options();
  }

  @Bean
  @ConditionalOnMissingBean
  WorkflowEngineBuilder workflowEngineBuilder(
      ListableBeanFactory beans,
      ObjectProvider<DataSource> dataSources,
      @WorkflowDataSource ObjectProvider<DataSource> marked,
      EngineOptions options) {
    return new WorkflowEngineBuilder(
        beans, marked.getIfAvailable(dataSources::getIfUnique), options);
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  @ConditionalOnBean(WorkflowStore.class)
  WorkflowEngine workflowEngine(WorkflowStore store, WorkflowEngineBuilder found) {
    return found.apply(WorkflowEngine.builder().store(store)).build();
  }

  @Bean
  @ConditionalOnBean(WorkflowEngine.class)
  EngineLifecycle workflowEngineLifecycle(WorkflowEngine engine, WorkflowProperties properties) {
    return new EngineLifecycle(engine, properties.autostart());
  }

  @Bean
  OngoingTransactions workflowOngoingTransactions() {
    return new OngoingTransactions();
  }

  @Bean
  @ConditionalOnBean(JdbiWorkflowStore.class)
  SpringTransactions workflowSpringTransactions(
      JdbiWorkflowStore store,
      ObjectProvider<DataSource> dataSources,
      @WorkflowDataSource ObjectProvider<DataSource> marked,
      WorkflowProperties properties,
      OngoingTransactions ongoing) {
    return new SpringTransactions(
        store, database(dataSources, marked), properties.transactions(), ongoing);
  }

  @Bean
  static TransactionalEngines workflowTransactionalEngines(
      ObjectProvider<SpringTransactions> transactions) {
    return new TransactionalEngines(transactions);
  }
}
