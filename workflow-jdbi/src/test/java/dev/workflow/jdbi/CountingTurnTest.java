package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.spi.store.StatisticsRows.Facts;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CountingTurnTest {

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

  @Test
  void one_node_counts_at_a_time_on_postgres() {
    one_counts_and_the_others_do_not_wait(PooledDatabases.postgres());
  }

  @Test
  void one_node_counts_at_a_time_on_h2() {
    one_counts_and_the_others_do_not_wait(PooledDatabases.h2());
  }

  private static void one_counts_and_the_others_do_not_wait(DataSource database) {
    try (JdbiWorkflowStore one = JdbiWorkflowStore.open(database);
        JdbiWorkflowStore two = JdbiWorkflowStore.open(database)) {
      one.transact(
          transaction -> {
            transaction.statistics().addFacts(List.of("first"));
            return null;
          });
      one.transact(
          transaction -> {
            assertThat(transaction.statistics().lockCounting()).isTrue();
            assertThat(turn(two)).as("while one counts").isFalse();
            transaction.statistics().removeFacts(transaction.statistics().facts(0, 10));
            two.transact(
                other -> {
                  other.statistics().addFacts(List.of("committed late"));
                  return null;
                });
            return null;
          });
      assertThat(turn(two)).as("afterwards").isTrue();
      List<String> left =
          two.transact(
              transaction ->
                  transaction.statistics().facts(0, 10).stream().map(Facts::body).toList());
      assertThat(left).containsExactly("committed late");
    }
  }

  /** On a thread of its own, as another node is. */
  private static boolean turn(JdbiWorkflowStore store) {
    return CompletableFuture.supplyAsync(
            () -> store.transact(transaction -> transaction.statistics().lockCounting()))
        .join();
  }
}
