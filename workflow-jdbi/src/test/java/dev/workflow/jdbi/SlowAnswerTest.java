package dev.workflow.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.testkit.EndedInstances;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A handler that takes its time with a person's answer holds up nobody else. */
class SlowAnswerTest {

  private static final TenantId TENANT = TenantId.of("test");
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final EndedInstances ended = new EndedInstances();

  @AfterEach
  void closePools() {
    PooledDatabases.closeAll();
  }

  @Test
  void on_postgres() throws Exception {
    assertThatOthersGoOn(PooledDatabases.postgres());
  }

  @Test
  void on_h2() throws Exception {
    assertThatOthersGoOn(PooledDatabases.h2());
  }

  private void assertThatOthersGoOn(DataSource database) throws Exception {
    ExecutorService person = Executors.newSingleThreadExecutor();
    try (WorkflowEngine engine =
        WorkflowEngine.builder()
            .store(JdbiWorkflowStore.open(database))
            .handler(new Seal())
            .actors(ActorDirectory.open())
            .listener(ended)
            .build()) {
      engine
          .definitions()
          .publish(TENANT, workflow("sealed", "{\"id\": \"seal\", \"action\": \"seal\"}"));
      engine.definitions().publish(TENANT, workflow("quick", "{\"id\": \"end\", \"stop\": {}}"));
      engine.start();
      InstanceId slow = publish(engine, "sealed");
      Future<?> answer =
          person.submit(
              () -> engine.tasks().complete(TENANT, slow, "seal", Actor.of("ann"), Json.object()));
      assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

      publish(engine, "quick");
      ended.await(1);
      assertThat(answer.isDone()).isFalse();

      mayAnswer.countDown();
      answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      ended.await(1);
      assertThat(engine.instances().get(TENANT, slow).state()).isEqualTo(InstanceState.COMPLETED);
    } finally {
      person.shutdownNow();
    }
  }

  private static WorkflowDefinition workflow(String key, String step) {
    return WorkflowDefinition.parse(
        "{\"key\": \"%1$s\", \"name\": \"%1$s\", \"triggers\": [{\"event\": \"%1$s\"}], \"steps\": [%2$s]}"
            .formatted(key, step));
  }

  private static InstanceId publish(WorkflowEngine engine, String type) {
    Event event = Event.of(TENANT, type, SubjectRef.of("lead", "1"), Json.object());
    return engine.events().publish(event).started().get(0).instance();
  }

  /** Waits for a sign before it takes an answer. */
  private final class Seal implements ActionHandler {

    @Override
    public String type() {
      return "seal";
    }

    @Override
    public boolean performedByPeople() {
      return true;
    }

    @Override
    public ActionResult complete(ActionContext context, JsonNode payload) throws Exception {
      asked.countDown();
      assertThat(mayAnswer.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return ActionResult.completed(payload);
    }
  }
}
