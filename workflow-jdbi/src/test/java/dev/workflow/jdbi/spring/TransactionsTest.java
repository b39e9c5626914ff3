package dev.workflow.jdbi.spring;

import static dev.workflow.jdbi.spring.Application.TENANT;
import static dev.workflow.jdbi.spring.Application.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.PublishReceipt;
import dev.workflow.WorkflowEngine;
import dev.workflow.jdbi.spring.Application.Orders;
import dev.workflow.spi.EngineListener;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the engine does in the transaction that Spring has on its caller's thread. */
class TransactionsTest {

  private static class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static void refuse() {
    throw new Refused();
  }

  /** Tells of accepted events. */
  static class Heard implements EngineListener {

    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Override
    public void eventAccepted(Event event, PublishReceipt receipt) {
      events.add(event.id());
    }

    String next() {
      try {
        String next = events.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("an event that the listener heard of").isNotNull();
        return next;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean accepted(ApplicationContext context, String id) {
    return context.getBean(WorkflowEngine.class).events().receipt(TENANT, id).isPresent();
  }

  @Nested
  class In_a_transactional_method {

    @Test
    void an_event_goes_with_the_commit_and_the_engine_hears_of_it() {
      Application.runner()
          .withBean(Heard.class)
          .run(
              context -> {
                Orders orders = context.getBean(Orders.class);
                orders.place(
                    "o-1",
                    () ->
                        assertThat(context.getBean(Heard.class).events)
                            .as("heard before the commit")
                            .isEmpty());
                assertThat(orders.has("o-1")).isTrue();
                assertThat(accepted(context, "o-1")).isTrue();
                assertThat(context.getBean(Heard.class).next()).isEqualTo("o-1");
              });
    }

    @Test
    void an_event_goes_with_the_rollback_and_nobody_hears_of_it() {
      Application.runner()
          .withBean(Heard.class)
          .run(
              context -> {
                Orders orders = context.getBean(Orders.class);
                assertThatThrownBy(() -> orders.place("o-1", TransactionsTest::refuse))
                    .isInstanceOf(Refused.class);
                assertThat(orders.has("o-1")).isFalse();
                assertThat(accepted(context, "o-1")).isFalse();
                orders.place("o-2", () -> {});
                assertThat(context.getBean(Heard.class).next()).isEqualTo("o-2");
              });
    }

    @Test
    void a_transaction_that_is_only_marked_takes_the_event_back() {
      Application.runner()
          .run(
              context -> {
                new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
                    .executeWithoutResult(
                        status -> {
                          context.getBean(WorkflowEngine.class).events().publish(event("o-1"));
                          status.setRollbackOnly();
                        });
                assertThat(accepted(context, "o-1")).isFalse();
              });
    }

    @Test
    void the_engine_of_a_principal_takes_part_too() {
      Application.runner()
          .run(
              context -> {
                WorkflowEngine engine =
                    context.getBean(WorkflowEngine.class).as(Actor.of("importer"));
                new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
                    .executeWithoutResult(
                        status -> {
                          engine.events().publish(event("o-1"));
                          status.setRollbackOnly();
                        });
                assertThat(accepted(context, "o-1")).isFalse();
              });
    }

    @Test
    void a_second_call_sees_what_the_first_one_did() {
      Application.runner()
          .run(
              context -> {
                Orders orders = context.getBean(Orders.class);
                orders.place("o-1", () -> assertThat(accepted(context, "o-1")).isTrue());
              });
    }

    @Test
    void a_transaction_of_its_own_inside_another_stays_when_the_outer_one_is_rolled_back() {
      Application.runner()
          .run(
              context -> {
                Orders orders = context.getBean(Orders.class);
                assertThatThrownBy(
                        () ->
                            orders.place(
                                "outer",
                                () -> {
                                  orders.placeAnew("inner");
                                  orders.placeOutside("outside");
                                  refuse();
                                }))
                    .isInstanceOf(Refused.class);
                assertThat(accepted(context, "outer")).isFalse();
                assertThat(accepted(context, "inner")).isTrue();
                assertThat(accepted(context, "outside")).isTrue();
              });
    }

    @Test
    void a_return_to_a_savepoint_takes_back_and_forgets_what_came_after_it() {
      Application.runner()
          .withBean(Heard.class)
          .run(
              context -> {
                Orders orders = context.getBean(Orders.class);
                orders.place(
                    "first",
                    () -> {
                      assertThatThrownBy(
                              () -> orders.placeNested("nested", TransactionsTest::refuse))
                          .isInstanceOf(Refused.class);
                      orders.placeNested("kept", () -> {});
                    });
                assertThat(accepted(context, "first")).isTrue();
                assertThat(accepted(context, "nested")).isFalse();
                assertThat(accepted(context, "kept")).isTrue();
                Heard heard = context.getBean(Heard.class);
                assertThat(List.of(heard.next(), heard.next())).containsExactly("first", "kept");
                orders.place("last", () -> {});
                assertThat(heard.next()).isEqualTo("last");
              });
    }

    @Test
    void a_savepoint_older_than_the_engines_part_takes_all_of_it_back() {
      Application.runner()
          .withBean(Heard.class)
          .run(
              context -> {
                Orders orders = context.getBean(Orders.class);
                new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
                    .executeWithoutResult(
                        status ->
                            assertThatThrownBy(
                                    () -> orders.placeNested("nested", TransactionsTest::refuse))
                                .isInstanceOf(Refused.class));
                assertThat(accepted(context, "nested")).isFalse();
                orders.place("last", () -> {});
                assertThat(context.getBean(Heard.class).next()).isEqualTo("last");
              });
    }
  }

  @Nested
  class After_the_commit {

    private void publishAfterCommit(ApplicationContext context, boolean before, boolean rollback) {
      WorkflowEngine engine = context.getBean(WorkflowEngine.class);
      new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
          .executeWithoutResult(
              status -> {
                if (before) {
                  engine.events().publish(event("before"));
                }
                TransactionSynchronizationManager.registerSynchronization(
                    new TransactionSynchronization() {
                      @Override
                      public void afterCompletion(int how) {
                        engine.events().publish(event("after"));
                      }
                    });
                if (rollback) {
                  status.setRollbackOnly();
                }
              });
    }

    @Test
    void a_hook_publishes_in_a_transaction_of_its_own() {
      for (boolean before : List.of(true, false)) {
        for (boolean rollback : List.of(true, false)) {
          Application.runner()
              .withBean(Heard.class)
              .run(
                  context -> {
                    publishAfterCommit(context, before, rollback);
                    assertThat(accepted(context, "before")).isEqualTo(before && !rollback);
                    assertThat(accepted(context, "after")).isTrue();
                    Heard heard = context.getBean(Heard.class);
                    if (before && !rollback) {
                      assertThat(List.of(heard.next(), heard.next()))
                          .containsExactlyInAnyOrder("before", "after");
                    } else {
                      assertThat(heard.next()).isEqualTo("after");
                    }
                  });
        }
      }
    }
  }

  @Nested
  class What_cannot_be_joined {

    /** A second database with a transaction manager of its own. */
    static class Archive {

      @Bean(defaultCandidate = false)
      DataSource archive() {
        return Application.database();
      }

      @Bean(defaultCandidate = false)
      DataSourceTransactionManager archiveTransactions() {
        return new DataSourceTransactionManager(archive());
      }
    }

    private static void publish(ApplicationContext context) {
      DataSourceTransactionManager archive =
          context.getBean("archiveTransactions", DataSourceTransactionManager.class);
      new TransactionTemplate(archive)
          .executeWithoutResult(
              status -> context.getBean(WorkflowEngine.class).events().publish(event("o-1")));
    }

    @Test
    void a_transaction_of_another_database_is_refused_with_what_to_do() {
      Application.runner()
          .withUserConfiguration(Archive.class)
          .run(
              context -> {
                assertThatIllegalStateException()
                    .isThrownBy(() -> publish(context))
                    .withMessage(
                        "The engine cannot take part in the transaction of Spring that is active on"
                            + " this thread: it has no connection of the engine's DataSource. What"
                            + " was done here would stay if that transaction is rolled back. Use"
                            + " the transaction manager of the engine's DataSource, call the"
                            + " engine outside of the transaction, or set"
                            + " workflow.transactions=separate.");
                assertThat(accepted(context, "o-1")).isFalse();
              });
    }

    @Test
    void where_separate_transactions_are_wanted_the_event_stays() {
      Application.runner()
          .withUserConfiguration(Archive.class)
          .withPropertyValues("workflow.transactions=separate")
          .run(
              context -> {
                publish(context);
                assertThat(accepted(context, "o-1")).isTrue();
                Orders orders = context.getBean(Orders.class);
                assertThatThrownBy(() -> orders.place("o-2", TransactionsTest::refuse))
                    .isInstanceOf(Refused.class);
                assertThat(accepted(context, "o-2")).isTrue();
              });
    }

    @Test
    void services_that_never_take_part_have_a_transaction_of_their_own() {
      Application.runner()
          .run(
              context -> {
                WorkflowEngine engine = context.getBean(WorkflowEngine.class);
                new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
                    .executeWithoutResult(
                        status -> assertThat(engine.messaging().suppressions()).isNotNull());
              });
    }
  }
}
