package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.testkit.EndedInstances;
import dev.workflow.testkit.WorkflowTestKit;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The engine on pools as hosts set them up. */
class HostPoolTest {

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

  @Nested
  class OnH2 extends OnAnyDatabase {
    @Override
    DataSource database() {
      return PooledDatabases.h2();
    }
  }

  @Nested
  class OnPostgres extends OnAnyDatabase {
    @Override
    DataSource database() {
      return PooledDatabases.postgres();
    }
  }

  abstract static class OnAnyDatabase {

    private static final TenantId TENANT = WorkflowTestKit.TENANT;
    private static final WorkflowDefinition WORKFLOW =
        WorkflowDefinition.parse(
            """
            {"key": "w", "triggers": [{"event": "order.placed"}],
             "steps": [{"id": "a", "action": "set", "config": {"name": "x", "value": 1}}]}
            """);

    private final DataSource database = database();

    /** An empty one behind a pool of its own. */
    abstract DataSource database();

    private static Event placed() {
      return Event.of(TENANT, "order.placed", SubjectRef.of("order", "1"), Json.object());
    }

    @Test
    void a_pool_with_auto_commit_off_is_migrated_and_worked_on() throws SQLException {
      try (HikariDataSource off = PooledDatabases.withoutAutoCommit(database);
          JdbiWorkflowStore store = JdbiWorkflowStore.open(off);
          WorkflowTestKit kit = WorkflowTestKit.on(store)) {
        kit.publish(WORKFLOW);
        WorkflowInstance instance =
            kit.instance(kit.engine().events().publish(placed()).started().get(0).instance());
        kit.engine().runUntilIdle();
        assertThat(kit.instance(instance.id()).state()).isEqualTo(InstanceState.COMPLETED);
        try (Connection connection = off.getConnection()) {
          assertThat(connection.getAutoCommit()).isFalse();
        }
      }
      try (JdbiWorkflowStore again = JdbiWorkflowStore.open(database);
          WorkflowTestKit kit = WorkflowTestKit.on(again)) {
        assertThat(kit.engine().instances().count(TENANT))
            .extracting(count -> count.state() + " " + count.instances())
            .containsExactly("COMPLETED 1");
      }
    }

    @Test
    void what_is_published_gets_through_while_the_host_holds_every_other_connection()
        throws Exception {
      EndedInstances ended = new EndedInstances();
      List<Connection> held = new ArrayList<>();
      try (HikariDataSource pool = PooledDatabases.impatient(database);
          JdbiWorkflowStore store = JdbiWorkflowStore.open(pool);
          WorkflowEngine engine = WorkflowEngine.builder().store(store).listener(ended).build()) {
        engine.definitions().publish(TENANT, WORKFLOW);
        engine.start();
        engine.events().publish(placed());
        ended.await(1);
        assertThatThrownBy(() -> takeAll(pool, held)).isInstanceOf(SQLException.class);

        for (int i = 0; i < 5; i++) {
          engine.events().publish(placed());
        }
        ended.await(5);

        for (Connection connection : held) {
          connection.close();
        }
        assertThat(engine.instances().count(TENANT))
            .extracting(count -> count.state() + " " + count.instances())
            .containsExactly("COMPLETED 6");
      }
    }

    @Test
    void a_kept_connection_is_looked_at_once_after_a_failure() throws SQLException {
      AtomicInteger looks = new AtomicInteger();
      HostPool pool = new HostPool(countingLooks(database, looks));
      pool.keepingOne(
          () -> {
            use(pool);
            assertThat(looks).hasValue(0);
            pool.distrust();
            use(pool);
            use(pool);
            use(pool);
          });
      assertThat(looks).hasValue(1);
    }

    private static void use(HostPool pool) {
      try {
        pool.closeConnection(pool.openConnection());
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    }

    /** The database's connections, which count how often they are asked whether they work. */
    private static DataSource countingLooks(DataSource database, AtomicInteger looks) {
      return proxy(
          DataSource.class,
          database,
          (call, result) ->
              result instanceof Connection connection
                  ? proxy(
                      Connection.class,
                      connection,
                      (inner, value) -> {
                        if (inner.equals("isValid")) {
                          looks.incrementAndGet();
                        }
                        return value;
                      })
                  : result);
    }

    private static <T> T proxy(
        Class<T> type, T real, BiFunction<String, Object, Object> afterwards) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) ->
                  afterwards.apply(method.getName(), method.invoke(real, arguments))));
    }

    /** Takes connections until the pool has had none left for a second. */
    private static void takeAll(HikariDataSource pool, List<Connection> held) throws SQLException {
      while (true) {
        held.add(pool.getConnection());
      }
    }
  }
}
