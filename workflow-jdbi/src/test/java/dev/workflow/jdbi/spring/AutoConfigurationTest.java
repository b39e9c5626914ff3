package dev.workflow.jdbi.spring;

import static dev.workflow.jdbi.spring.Application.TENANT;
import static dev.workflow.jdbi.spring.Application.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.observe.WorkflowObservations;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.WorkflowTestKit;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What an application of Spring Boot gets without a line of its own. */
class AutoConfigurationTest {

  @Nested
  class Beans {

    @Test
    void a_data_source_is_enough_for_a_store_and_an_engine_that_works() {
      Application.runner()
          .run(
              context -> {
                assertThat(context).hasSingleBean(JdbiWorkflowStore.class);
                assertThat(context).hasSingleBean(WorkflowEngine.class);
                assertThat(context.getBean(EngineLifecycle.class).isRunning()).isTrue();
              });
    }

    @Test
    void without_a_data_source_there_is_none() {
      new org.springframework.boot.test.context.runner.ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(WorkflowAutoConfiguration.class))
          .run(context -> assertThat(context).doesNotHaveBean(WorkflowEngine.class));
    }

    @Test
    void it_can_be_switched_off() {
      new org.springframework.boot.test.context.runner.ApplicationContextRunner()
          .withBean(DataSource.class, Application::database)
          .withConfiguration(AutoConfigurations.of(WorkflowAutoConfiguration.class))
          .withPropertyValues("workflow.enabled=false")
          .run(context -> assertThat(context).doesNotHaveBean(WorkflowStore.class));
    }

    @Test
    void a_store_and_an_engine_of_the_host_win_and_take_part_as_well() {
      DataSource database = Application.database();
      JdbiWorkflowStore own = JdbiWorkflowStore.open(database);
      WorkflowEngine engine = WorkflowEngine.builder().store(own).build();
      Application.runner()
          .withAllowBeanDefinitionOverriding(true)
          .withBean("dataSource", DataSource.class, () -> database)
          .withBean("ownStore", JdbiWorkflowStore.class, () -> own)
          .withBean("ownEngine", WorkflowEngine.class, () -> engine)
          .run(
              context -> {
                assertThat(context.getBean(WorkflowStore.class)).isSameAs(own);
                assertThat(context.getBean(WorkflowEngine.class).toString())
                    .isEqualTo(engine + ", in Spring's transactions");
              });
    }

    @Test
    void of_several_data_sources_the_marked_one_is_used() {
      new org.springframework.boot.test.context.runner.ApplicationContextRunner()
          .withUserConfiguration(TwoDatabases.class)
          .withConfiguration(AutoConfigurations.of(WorkflowAutoConfiguration.class))
          .run(
              context -> {
                context.getBean(WorkflowEngine.class).events().publish(event("o-1"));
                assertThat(
                        new JdbcTemplate(context.getBean("workflows", DataSource.class))
                            .queryForObject("SELECT count(*) FROM wf_event", Integer.class))
                    .isEqualTo(1);
              });
    }

    static class TwoDatabases {
      @Bean
      DataSource orders() {
        return Application.database();
      }

      @Bean
      @WorkflowDataSource
      DataSource workflows() {
        return Application.database();
      }
    }

    @Test
    void a_customizer_has_the_last_word_over_the_builder() {
      Application.runner()
          .withBean(
              WorkflowEngineCustomizer.class,
              () -> builder -> builder.options(EngineOptions.defaults().withMaxDataBytes(1)))
          .run(
              context ->
                  assertThatThrownBy(
                          () ->
                              context.getBean(WorkflowEngine.class).events().publish(event("o-1")))
                      .hasMessageContaining("1 byte"));
    }
  }

  @Nested
  class Properties {

    @Test
    void each_property_reaches_the_engine_or_the_store() {
      Application.runner()
          .withPropertyValues(
              "workflow.autostart=false",
              "workflow.store.table-prefix=flow_",
              "workflow.store.statement-timeout=5s",
              "workflow.store.portable-sql=true",
              "workflow.engine.node-id=n-1",
              "workflow.engine.lease=40s",
              "workflow.engine.poll-interval=2s",
              "workflow.engine.max-in-flight=7",
              "workflow.engine.batch-size=8",
              "workflow.engine.max-data-size=2KB",
              "workflow.engine.handler-timeout=9s",
              "workflow.engine.max-sends-per-channel=10",
              "workflow.engine.max-steps=11",
              "workflow.engine.max-chain=12",
              "workflow.engine.owner-role=BOSS",
              "workflow.engine.watch-interval=2h")
          .run(
              context -> {
                assertThat(context.getBean(EngineOptions.class))
                    .isEqualTo(
                        EngineOptions.defaults()
                            .withNodeId("n-1")
                            .withLease(Duration.ofSeconds(40))
                            .withPollInterval(Duration.ofSeconds(2))
                            .withMaxInFlight(7)
                            .withBatchSize(8)
                            .withMaxDataBytes(2048)
                            .withHandlerTimeout(Duration.ofSeconds(9))
                            .withMaxSendsPerChannel(10)
                            .withBudgets(new EngineOptions.Budgets(11, 12))
                            .withOwnerRole("BOSS")
                            .withWatchInterval(Duration.ofHours(2)));
                assertThat(context.getBean(EngineLifecycle.class).isRunning()).isFalse();
                context.getBean(WorkflowEngine.class).events().publish(event("o-1"));
                assertThat(
                        context
                            .getBean(JdbcTemplate.class)
                            .queryForObject("SELECT count(*) FROM flow_event", Integer.class))
                    .isEqualTo(1);
              });
    }

    @Test
    void a_wrong_value_is_named_with_its_property() {
      Application.runner()
          .withPropertyValues("workflow.transactions=never")
          .run(
              context ->
                  assertThat(context.getStartupFailure())
                      .rootCause()
                      .hasMessageContaining("dev.workflow.jdbi.spring.TransactionMode.never"));
    }
  }

  @Nested
  class Handlers {

    /** Writes through Spring's template, and through a bean with transactions. */
    static class Noting implements ActionHandler {

      private final JdbcTemplate jdbc;
      private final Ledger ledger;
      private final BlockingQueue<String> hooks = new LinkedBlockingQueue<>();

      Noting(JdbcTemplate jdbc, Ledger ledger) {
        this.jdbc = jdbc;
        this.ledger = ledger;
      }

      @Override
      public String type() {
        return "note";
      }

      @Override
      public boolean transactional() {
        return true;
      }

      @Override
      public ActionResult start(ActionContext context) {
        String text = context.config().get("text").asText();
        jdbc.update("INSERT INTO note VALUES (?)", text + " by template");
        ledger.write(text);
        TransactionSynchronizationManager.registerSynchronization(
            new TransactionSynchronization() {
              @Override
              public void afterCompletion(int status) {
                hooks.add(
                    text + (status == STATUS_COMMITTED ? " is committed" : " is rolled back"));
              }
            });
        return text.equals("wrong")
            ? ActionResult.failed("on purpose", false)
            : ActionResult.completed();
      }
    }

    static class Ledger {

      private final JdbcTemplate jdbc;

      Ledger(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        jdbc.execute("CREATE TABLE note (text VARCHAR(100) PRIMARY KEY)");
      }

      @Transactional
      public void write(String text) {
        jdbc.update("INSERT INTO note VALUES (?)", text + " by service");
        if (text.equals("marked")) {
          TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
        }
      }
    }

    static class Notes {
      @Bean
      Ledger ledger(JdbcTemplate jdbc) {
        return new Ledger(jdbc);
      }

      @Bean
      Noting noting(JdbcTemplate jdbc, Ledger ledger) {
        return new Noting(jdbc, ledger);
      }
    }

    private static WorkflowDefinition noting(String text) {
      return WorkflowDefinition.builder("note-" + text)
          .on("order.placed")
          .step(Steps.action("note", "note").config("text", text))
          .build();
    }

    private static String hookOf(String text) {
      String[] heard = new String[1];
      Application.runner()
          .withUserConfiguration(Notes.class)
          .run(
              context -> {
                WorkflowEngine engine = context.getBean(WorkflowEngine.class);
                engine.definitions().publish(TENANT, noting(text));
                engine.events().publish(event("o-1"));
                String hook = context.getBean(Noting.class).hooks.poll(30, TimeUnit.SECONDS);
                heard[0] =
                    hook
                        + ", "
                        + context
                            .getBean(JdbcTemplate.class)
                            .queryForObject("SELECT count(*) FROM note", Integer.class)
                        + " rows";
              });
      return heard[0];
    }

    @Test
    void what_they_write_by_a_template_is_part_of_the_step() {
      assertThat(hookOf("right")).isEqualTo("right is committed, 2 rows");
    }

    @Test
    void a_step_that_fails_takes_it_back() {
      assertThat(hookOf("wrong")).isEqualTo("wrong is rolled back, 0 rows");
    }

    @Test
    void a_mark_for_rollback_fails_the_attempt() {
      assertThat(hookOf("marked")).isEqualTo("marked is rolled back, 0 rows");
    }
  }

  @Nested
  class Operation {

    @Test
    void the_health_indicator_is_up_and_says_down_when_the_database_is_away() {
      HikariDataSource pool = new HikariDataSource();
      pool.setDataSource(Application.database());
      Application.runner()
          .withAllowBeanDefinitionOverriding(true)
          .withBean("dataSource", DataSource.class, () -> pool)
          .withConfiguration(
              AutoConfigurations.of(
                  HealthContributorAutoConfiguration.class, WorkflowHealthAutoConfiguration.class))
          .run(
              context -> {
                HealthIndicator health =
                    context.getBean("workflowHealthIndicator", HealthIndicator.class);
                assertThat(health.health().getStatus()).isEqualTo(Status.UP);
                assertThat(health.health().getDetails()).containsEntry("works", true);
                context.getBean(EngineLifecycle.class).stop();
                assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
                pool.close();
                assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
              });
    }

    @Test
    void the_endpoint_says_what_the_node_is_made_of() {
      Application.runner()
          .withConfiguration(AutoConfigurations.of(WorkflowEndpointAutoConfiguration.class))
          .withPropertyValues(
              "workflow.engine.node-id=n-1", "management.endpoints.web.exposure.include=workflow")
          .run(
              context -> {
                WorkflowEndpoint.Node node = context.getBean(WorkflowEndpoint.class).node();
                assertThat(node.node()).isEqualTo("n-1");
                assertThat(node.started()).isTrue();
                assertThat(node.store()).startsWith("H2, tables wf_*");
              });
    }

    @Test
    void observations_go_to_the_registry_and_cycle_times_to_the_meters() {
      Application.runner()
          .withConfiguration(AutoConfigurations.of(WorkflowObservationAutoConfiguration.class))
          .withBean(ObservationRegistry.class, ObservationRegistry::create)
          .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
          .run(context -> assertThat(context).hasSingleBean(WorkflowObservations.class));
    }

    @Test
    void times_of_people_and_the_tasks_of_some_tenants_are_among_the_meters() {
      TenantId tenant = TenantId.of("acme");
      SimpleMeterRegistry meters = new SimpleMeterRegistry();
      Application.runner()
          .withConfiguration(AutoConfigurations.of(WorkflowObservationAutoConfiguration.class))
          .withBean(ObservationRegistry.class, ObservationRegistry::create)
          .withBean(MeterRegistry.class, () -> meters)
          .withPropertyValues(
              "workflow.autostart=false", "workflow.metrics.tenants=acme, somebody-else")
          .run(
              context -> {
                WorkflowEngine engine = context.getBean(WorkflowEngine.class);
                context.getBean(TaskGauges.class).bindTo(meters);
                engine
                    .definitions()
                    .publish(
                        tenant,
                        WorkflowDefinition.builder("asked")
                            .step(Steps.action("ask", "approval"))
                            .build());
                InstanceId id =
                    engine
                        .instances()
                        .start(tenant, "asked", null, Json.object(), Actor.of("ann"))
                        .orElseThrow();
                engine.runUntilIdle();
                assertThat(meters.get("workflow.tasks.open").gauge().value()).isEqualTo(1);
                assertThat(meters.get("workflow.tasks.overdue").gauge().value()).isZero();
                engine.tasks().claim(tenant, id, "ask", Actor.of("ann"));
                engine
                    .tasks()
                    .complete(
                        tenant, id, "ask", Actor.of("ann"), Json.object().put("approved", true));
                engine.runUntilIdle();
                assertThat(meters.get("workflow.tasks.open").gauge().value()).isZero();
                engine.close();
                for (String phase : List.of("READY_TO_CLAIM", "CLAIM_TO_DONE")) {
                  assertThat(
                          meters
                              .get("workflow.task.time")
                              .tags("workflow", "asked", "step", "ask", "phase", phase)
                              .timer()
                              .count())
                      .isEqualTo(1);
                }
              });
    }

    @Test
    void no_tasks_are_counted_where_no_tenant_is_named() {
      SimpleMeterRegistry meters = new SimpleMeterRegistry();
      Application.runner()
          .withConfiguration(AutoConfigurations.of(WorkflowObservationAutoConfiguration.class))
          .withBean(ObservationRegistry.class, ObservationRegistry::create)
          .withBean(MeterRegistry.class, () -> meters)
          .run(
              context -> {
                context.getBean(TaskGauges.class).bindTo(meters);
                assertThat(meters.find("workflow.tasks.open").gauge()).isNull();
              });
    }

    @Test
    void what_is_compiled_ahead_of_time_keeps_migrations_and_proxies() {
      RuntimeHints hints = new RuntimeHints();
      new WorkflowRuntimeHints().registerHints(hints, getClass().getClassLoader());
      assertThat(
              RuntimeHintsPredicates.resource().forResource("dev/workflow/jdbi/V3__messages.sql"))
          .accepts(hints);
      assertThat(RuntimeHintsPredicates.proxies().forInterfaces(WorkflowEngine.class))
          .accepts(hints);
      assertThat(RuntimeHintsPredicates.proxies().forInterfaces(dev.workflow.Events.class))
          .accepts(hints);
    }
  }

  @Nested
  class In_a_test {

    @Test
    void the_kit_replaces_the_engine_and_moves_the_clock() {
      Application.runner()
          .withPropertyValues("workflow.autostart=false")
          .withUserConfiguration(Kit.class)
          .run(
              context -> {
                WorkflowTestKit kit = context.getBean(WorkflowTestKit.class);
                kit.engine()
                    .definitions()
                    .publish(
                        TENANT,
                        WorkflowDefinition.builder("wait")
                            .on("order.placed")
                            .step(Steps.delay("wait", "P2D"))
                            .build());
                context.getBean(Application.Orders.class).place("o-1", () -> {});
                kit.advance(Duration.ofDays(3));
                assertThat(context.getBean(WorkflowEngine.class).events().receipt(TENANT, "o-1"))
                    .hasValueSatisfying(
                        receipt ->
                            assertThat(
                                    kit.engine()
                                        .instances()
                                        .get(TENANT, receipt.started().get(0).instance())
                                        .state()
                                        .ended())
                                .isTrue());
              });
    }

    @dev.workflow.testkit.spring.AutoConfigureWorkflowTestKit
    static class Kit {}
  }
}
