package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.store.StoreException;
import dev.workflow.testkit.VirtualClock;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The claims of the page that can be shown in a few lines. */
class GuaranteesTest {

  private static final TenantId ACME = TenantId.of("acme");
  private static final SubjectRef ORDER = SubjectRef.of("order", "7");

  private final DataSource dataSource = Examples.database();
  private final VirtualClock clock = new VirtualClock(WorkflowTestKit.START);
  private final List<String> calls = new CopyOnWriteArrayList<>();

  /** A node whose connections are closed under the handler's hands, as good as killed there. */
  private WorkflowEngine dyingNode() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(dataSource);
    HikariDataSource pool = new HikariDataSource(config);
    return node(pool, pool::close);
  }

  private WorkflowEngine node() {
    return node(dataSource, () -> {});
  }

  private WorkflowEngine node(DataSource connections, Runnable afterwards) {
    ActionHandler pay =
        new ActionHandler() {
          @Override
          public String type() {
            return "pay";
          }

          @Override
          public ActionResult start(ActionContext context) {
            calls.add(context.idempotencyKey() + " " + context.attempt());
            afterwards.run();
            return ActionResult.completed();
          }
        };
    return WorkflowEngine.builder()
        .store(JdbiWorkflowStore.open(connections))
        .clock(clock)
        .handler(pay)
        .build();
  }

  @Test
  void after_a_crash_another_node_runs_the_step_again_with_the_same_key_and_attempt() {
    WorkflowEngine first = dyingNode();
    first
        .definitions()
        .publish(
            ACME,
            WorkflowDefinition.parse(
                """
                {"key": "w", "name": "W", "triggers": [{"event": "order.placed"}],
                 "steps": [{"id": "pay", "action": "pay"}]}
                """));
    InstanceId id =
        first
            .events()
            .publish(Event.of(ACME, "order.placed", ORDER, Json.object()))
            .started()
            .get(0)
            .instance();
    assertThatThrownBy(first::runUntilIdle).isInstanceOf(StoreException.class);
    WorkflowEngine second = node();
    clock.advance(Duration.ofMinutes(1)); // the lease of the first has ended
    second.runUntilIdle();

    assertThat(second.instances().get(ACME, id).state()).isEqualTo(InstanceState.COMPLETED);
    assertThat(calls).hasSize(2).containsOnly(id + "/pay 1");
    second.close();
  }

  @Test
  void the_same_event_id_is_accepted_once() {
    try (WorkflowEngine engine = node()) {
      Event event = Event.of(ACME, "order.placed", ORDER, Json.object());
      engine.events().publish(event.withId("o-7"));
      assertThat(engine.events().publish(event.withId("o-7")).repeated()).isTrue();
      engine.events().publish(event);
      assertThat(engine.events().publish(event).repeated()).isFalse();
      assertThat(engine.events().list(ACME, null, 10).items()).hasSize(3);
    }
  }
}
