package dev.workflow.jdbi.spring;

import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A small application of Spring Boot as a host would write it. */
@Configuration(proxyBeanMethods = false)
class Application {

  static final TenantId TENANT = TenantId.of("test");

  /** Runs it on a database of its own, with what Spring Boot configures by itself. */
  static ApplicationContextRunner runner() {
    return new ApplicationContextRunner()
        .withUserConfiguration(Application.class)
        .withConfiguration(
            AutoConfigurations.of(
                TransactionManagerCustomizationAutoConfiguration.class,
                DataSourceTransactionManagerAutoConfiguration.class,
                TransactionAutoConfiguration.class,
                JdbcTemplateAutoConfiguration.class,
                WorkflowAutoConfiguration.class));
  }

  static DataSource database() {
    org.h2.jdbcx.JdbcDataSource source = new org.h2.jdbcx.JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return source;
  }

  static Event event(String id) {
    return Event.of(TENANT, "order.placed", SubjectRef.of("order", id), Json.object()).withId(id);
  }

  @Bean
  DataSource dataSource() {
    return database();
  }

  @Bean
  Orders orders(WorkflowEngine engine, JdbcTemplate jdbc) {
    return new Orders(engine, jdbc);
  }

  /** A service that keeps the engine's, as one would. */
  static class Orders {

    private final Events events;
    private final JdbcTemplate jdbc;

    Orders(WorkflowEngine engine, JdbcTemplate jdbc) {
      this.events = engine.events();
      this.jdbc = jdbc;
      jdbc.execute("CREATE TABLE placed_order (id VARCHAR(100) PRIMARY KEY)");
    }

    @Transactional
    public PublishReceipt place(String id, Runnable then) {
      jdbc.update("INSERT INTO placed_order VALUES (?)", id);
      PublishReceipt receipt = events.publish(event(id));
      then.run();
      return receipt;
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void placeAnew(String id) {
      place(id, () -> {});
    }

    @Transactional(propagation = Propagation.NESTED)
    public void placeNested(String id, Runnable then) {
      place(id, then);
    }

    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public void placeOutside(String id) {
      place(id, () -> {});
    }

    boolean has(String id) {
      Integer rows =
          jdbc.queryForObject("SELECT count(*) FROM placed_order WHERE id = ?", Integer.class, id);
      return rows != null && rows == 1;
    }
  }
}
