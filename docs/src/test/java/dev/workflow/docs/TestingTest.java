package dev.workflow.docs;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.SendResult;
import dev.workflow.testkit.EndedInstances;
import dev.workflow.testkit.WorkflowAssertions;
import dev.workflow.testkit.WorkflowExtension;
import dev.workflow.testkit.WorkflowTestKit;
import dev.workflow.testkit.simulation.Simulation;
import dev.workflow.testkit.simulation.features.FeatureSimulation;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WorkflowExtension.class)
class TestingTest {

  private static final SubjectRef ANNA = SubjectRef.of("lead", "42");

  private static final String FOLLOW_UP =
      """
      {"key": "follow-up", "name": "Follow up", "triggers": [{"event": "quote.sent"}],
       "steps": [
         {"id": "reply", "wait": {"event": "message.received", "timeout": "P3D"}},
         {"id": "remind", "action": "send_email",
          "when": {"field": "steps.reply.output.timedOut", "operator": "eq", "value": true},
          "config": {"to": "{{email}}", "subject": "Our quote"}},
         {"id": "task", "action": "create_task", "delay": "P1D", "config": {"title": "Call"}}]}
      """;

  // snippet: approval
  private static final String OFFER =
      """
      {"key": "offer", "name": "Send an offer", "steps": [
         {"id": "approve", "action": "approval", "role": "LAWYER", "due": "P2D"},
         {"id": "send", "action": "send_email",
          "when": {"field": "steps.approve.output.approved", "operator": "eq", "value": true},
          "config": {"to": "{{email}}", "subject": "Our offer"}}]}
      """;

  // end

  // snippet: extension
  @Test
  void a_quote_that_is_not_answered_is_followed_up(WorkflowTestKit kit) {
    kit.publish(FOLLOW_UP);
    kit.event("quote.sent", ANNA, "{\"email\": \"anna@example.com\"}");

    kit.advance(Duration.ofDays(3));
    assertThat(kit.messages("email")).hasSize(1);

    kit.advance(Duration.ofDays(1));
    assertThat(kit.records().tasks()).hasSize(1);
  }

  // end

  @Test
  void everything_that_falls_due_runs_at_its_own_time() {
    // snippet: plain
    try (WorkflowTestKit kit = WorkflowTestKit.inMemory(engine -> engine.handler(new Stamp()))) {
      kit.publish(
          """
          {"key": "w", "name": "W", "steps": [
             {"id": "first", "action": "stamp", "delay": "P1D"},
             {"id": "second", "action": "stamp", "delay": "P1D"}]}
          """);
      InstanceId id = kit.start("w", ANNA, Json.object());

      kit.advance(Duration.ofDays(30));

      assertThat(kit.instance(id).step("second").output().get("at").asText())
          .isEqualTo("2026-01-07T09:00:00Z"); // two days after the start, not thirty
    }
    // end
  }

  private static final class Stamp implements ActionHandler {
    @Override
    public String type() {
      return "stamp";
    }

    @Override
    public ActionResult start(ActionContext context) {
      Instant now = context.clock().instant();
      return ActionResult.completed(Json.object().put("at", now.toString()));
    }
  }

  @Test
  void a_person_approves_before_the_offer_is_sent() {
    // snippet: person
    Actor anna = Actor.of("anna");
    Actor carl = Actor.of("carl");
    ActorDirectory actors =
        (tenant, actor, subject) -> actor.equals(anna) ? Set.of("LAWYER") : Set.of();

    try (WorkflowTestKit kit = WorkflowTestKit.inMemory(engine -> engine.actors(actors))) {
      kit.publish(OFFER);
      InstanceId id =
          kit.start(
              "offer", SubjectRef.of("matter", "7"), Json.object().put("email", "a@example.com"));
      Tasks tasks = kit.engine().tasks();

      assertThat(tasks.inbox(TENANT, anna, null, 50).items()).hasSize(1);
      assertThatThrownBy(() -> tasks.claim(TENANT, id, "approve", carl))
          .isInstanceOf(AccessDeniedException.class);

      tasks.claim(TENANT, id, "approve", anna);
      tasks.complete(TENANT, id, "approve", anna, Json.object().put("approved", true));
      kit.run();

      assertThat(kit.messages("email")).hasSize(1);
      WorkflowAssertions.assertThat(kit, id).isCompleted();
    }
    // end
  }

  @Test
  void an_offer_that_is_rejected_is_not_sent(WorkflowTestKit kit) {
    kit.publish(OFFER);
    InstanceId id = kit.start("offer", ANNA, Json.object().put("email", "anna@example.com"));
    kit.engine()
        .tasks()
        .complete(TENANT, id, "approve", Actor.of("anyone"), Json.object().put("approved", false));
    kit.run();
    assertThat(kit.messages("email")).isEmpty();
    WorkflowAssertions.assertThat(kit, id)
        .isCompleted()
        .step("approve", StepState.COMPLETED)
        .step("send", StepState.SKIPPED);
  }

  @Test
  void a_failing_provider_can_be_played(WorkflowTestKit kit) {
    kit.publish(FOLLOW_UP);
    // snippet: sender
    kit.sender("email").answers(message -> SendResult.rejected("mailbox full"));
    // end
    kit.event("quote.sent", ANNA, "{\"email\": \"anna@example.com\"}");
    kit.advance(Duration.ofDays(3));
    assertThat(kit.messages("email")).isEmpty();
    assertThat(
            kit.engine()
                .messaging()
                .messages()
                .list(TENANT, ANNA, MessageState.FAILED, null, 10)
                .items()
                .get(0)
                .result())
        .isEqualTo("mailbox full");
  }

  @Test
  void a_failed_assertion_tells_the_story(WorkflowTestKit kit) {
    kit.publish(FOLLOW_UP);
    InstanceId id =
        kit.event(Event.of(TENANT, "quote.sent", ANNA, Json.object()).withId("q-1"))
            .started()
            .get(0)
            .instance();
    // snippet: assertions
    WorkflowAssertions.assertThat(kit, id).isActive().step("reply", StepState.IN_PROGRESS);
    // end
    // snippet: failure
    String message =
        """
        step "remind" is PENDING, expected COMPLETED
        Its story:
        follow-up v1 about lead:42, started by quote.sent
          2026-01-05T09:00:00Z  instance DRAFT -> ACTIVE
          2026-01-05T09:00:00Z  reply PENDING -> READY
          2026-01-05T09:00:00Z  reply READY -> IN_PROGRESS
          2026-01-05T09:00:00Z  reply IN_PROGRESS, due 2026-01-08T09:00:00Z
        """;
    // end
    assertThatThrownBy(
            () -> WorkflowAssertions.assertThat(kit, id).step("remind", StepState.COMPLETED))
        .isInstanceOf(AssertionError.class)
        .hasMessage(message.stripTrailing() + "\n");
  }

  @Test
  void the_kit_runs_on_a_database_too() {
    DataSource dataSource = Examples.database();
    // snippet: database
    try (WorkflowTestKit kit = WorkflowTestKit.on(JdbiWorkflowStore.open(dataSource))) {
      kit.publish(FOLLOW_UP);
      kit.event("quote.sent", ANNA, "{\"email\": \"anna@example.com\"}");
      kit.advance(Duration.ofDays(4));
      WorkflowAssertions.assertThat(kit, kit.lastStarted().id()).isCompleted();
    }
    // end
  }

  @Test
  void an_engine_with_threads_is_waited_for() throws Exception {
    // snippet: threads
    EndedInstances ended = new EndedInstances();
    try (WorkflowEngine engine =
        WorkflowEngine.builder()
            .store(new InMemoryWorkflowStore())
            .handler(new Stamp())
            .actors(ActorDirectory.open())
            .listener(ended)
            .build()) {
      engine
          .definitions()
          .publish(
              TENANT,
              WorkflowDefinition.parse(
                  """
                  {"key": "w", "triggers": [{"event": "go"}], "steps": [{"id": "a", "action": "stamp"}]}
                  """));
      engine.start();
      engine.events().publish(Event.of(TENANT, "go", ANNA, Json.object()));
      ended.await(1); // at most a minute
      assertThat(engine.instances().count(TENANT).get(0).state())
          .isEqualTo(InstanceState.COMPLETED);
    }
    // end
  }

  @Test
  void the_guarantees_hold_under_simulated_faults() {
    assertThatCode(
            () -> {
              // snippet: simulation
              Simulation.on(clock -> new InMemoryWorkflowStore(clock)).run(Simulation.seeds(50));
              // end
            })
        .doesNotThrowAnyException();
  }

  @Test
  void the_promises_hold_where_features_meet() {
    assertThatCode(
            () -> {
              // snippet: features
              FeatureSimulation.on(clock -> new InMemoryWorkflowStore(clock))
                  .run(Simulation.seeds(20));
              // end
            })
        .doesNotThrowAnyException();
  }
}
