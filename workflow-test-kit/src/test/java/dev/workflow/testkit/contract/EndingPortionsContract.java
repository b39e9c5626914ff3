package dev.workflow.testkit.contract;

import static dev.workflow.instance.InstanceState.ACTIVE;
import static dev.workflow.instance.InstanceState.CANCELED;
import static dev.workflow.instance.InstanceState.COMPLETED;
import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Instances.BulkOperation;
import dev.workflow.Instances.Query;
import dev.workflow.Instances.Summary;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.messaging.Messages.Message;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Handling;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.Window;
import dev.workflow.spi.store.InstanceKey;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Endings of more instances than one transaction may hold: 200 end at once, and nothing happens any
 * more to the others, which end when anybody comes to them.
 */
public abstract class EndingPortionsContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final Window TUESDAY =
      new Window(EnumSet.of(DayOfWeek.TUESDAY), LocalTime.of(9, 0), LocalTime.of(17, 0), null);
  private static final String WAITS =
      """
      [{"id": "a", "action": "work"}, {"id": "go", "wait": {"event": "go"}}, {"id": "b", "action": "work"}]
      """;
  private static final String IF_RICH =
      """
      "exit": [{"event": "lead.lost", "when": {"field": "lead.score", "operator": "gte", "value": 100}}],
      """;

  private Instances instances() {
    return kit.engine().instances();
  }

  private List<Summary> all(InstanceState state) {
    return instances().list(Query.of(TENANT).in(state), null, 500).items();
  }

  private List<InstanceId> started(int count) {
    List<InstanceId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var input = Json.object();
      input.putObject("lead").put("score", i);
      ids.add(instances().start(TENANT, "w", LEAD, input, ANNA).orElseThrow());
    }
    kit.run();
    return ids;
  }

  private void sendingOnTuesday() {
    answer =
        context -> {
          if (context.step().equals("a")) {
            var content = Json.object().put("subject", "s").put("text", "t");
            context.send(
                OutboundMessage.draft(context, "email", "ann@x.nl", content)
                    .withHandling(Handling.NONE.withWindow(TUESDAY)));
          }
          return ActionResult.completed();
        };
  }

  private List<MessageState> messages() {
    return kit.engine().messaging().messages().list(TENANT, null, null, null, 500).items().stream()
        .map(Message::state)
        .toList();
  }

  /** Accepts an event and does nothing of what is due then. */
  private List<InstanceId> accepted(String type, SubjectRef subject, String payload) {
    return kit.engine()
        .events()
        .publish(Event.of(TENANT, type, subject, json(payload)).withId(type))
        .exited();
  }

  @Test
  void whether_an_event_ends_each_of_very_many_is_asked_before_anything_else_happens_to_it() {
    sendingOnTuesday();
    publish("w", IF_RICH, WAITS);
    List<InstanceId> ids = started(206);
    instances().pause(TENANT, ids.get(205), ANNA, null);
    assertThat(accepted("lead.lost", LEAD, "{}")).hasSize(100);
    assertThat(all(ACTIVE)).hasSize(106);
    calls.clear();
    assertThatThrownBy(() -> instances().pause(TENANT, ids.get(204), ANNA, null))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContaining("cannot go from COMPLETED to PAUSED");
    assertThat(kit.event("go", LEAD, "{}").answered()).hasSize(100);
    assertThat(all(COMPLETED)).hasSize(206);
    assertThat(all(COMPLETED))
        .filteredOn(one -> one.outcome() == InstanceOutcome.EXITED)
        .extracting(Summary::id)
        .containsExactlyInAnyOrderElementsOf(ids.subList(100, 206));
    assertThat(calls).hasSize(100).containsOnly("b/1");
    assertThat(kit.story(ids.get(205)))
        .contains("instance PAUSED -> COMPLETED (exited): event lead.lost (lead.lost)");
    assertThat(messages())
        .hasSize(206)
        .filteredOn(state -> state == MessageState.CANCELED)
        .hasSize(106);
  }

  @Test
  void those_that_an_event_does_not_end_go_on_as_they_were_and_hear_of_it() {
    publish("w", IF_RICH.replace("100", "1000"), WAITS.replace("\"go\"}", "\"lead.lost\"}"));
    List<InstanceId> ids = started(203);
    instances().pause(TENANT, ids.get(202), ANNA, null);
    assertThat(accepted("lead.lost", LEAD, "{}")).isEmpty();
    assertThat(instance(ids.get(202)).state()).isEqualTo(InstanceState.PAUSED);
    kit.run();
    assertThat(all(COMPLETED))
        .hasSize(202)
        .allMatch(one -> one.outcome() != InstanceOutcome.EXITED);
    assertThat(all(InstanceState.PAUSED)).extracting(Summary::id).containsExactly(ids.get(202));
    instances().resume(TENANT, ids.get(202), ANNA);
    kit.run();
    assertThat(all(COMPLETED)).hasSize(203);
    assertThat(calls).filteredOn("b/1"::equals).hasSize(203);
    assertThat(calls).hasSize(406);
  }

  @Test
  void a_message_waits_as_long_as_nobody_knows_whether_its_instance_ends() {
    sendingOnTuesday();
    publish("w", IF_RICH, WAITS);
    InstanceId id = started(1).get(0);
    store.transact(
        transaction ->
            transaction
                .instances()
                .leave(
                    List.of(new InstanceKey(TENANT, id)),
                    "~ask lead.lost",
                    START.plus(Duration.ofDays(1)).plusSeconds(20),
                    null));
    kit.advance(Duration.ofDays(1).plusSeconds(10));
    assertThat(kit.messages()).isEmpty();
    kit.advance(Duration.ofSeconds(20));
    assertThat(kit.messages()).hasSize(1);
  }

  @Test
  void a_second_event_comes_behind_the_first_one_at_each_of_very_many() {
    publish(
        "w",
        """
        "exit": [{"event": "lead.lost", "when": {"field": "lead.score", "operator": "lt", "value": 0}},
                 {"event": "lead.won", "when": {"field": "lead.score", "operator": "gte", "value": 100}}],
        """,
        WAITS.replace("\"go\"}", "\"lead.lost\"}"));
    started(203);
    assertThat(accepted("lead.lost", LEAD, "{}")).isEmpty();
    accepted("lead.won", LEAD, "{}");
    kit.run();
    assertThat(all(COMPLETED)).hasSize(203);
    assertThat(all(COMPLETED))
        .filteredOn(one -> one.outcome() == InstanceOutcome.EXITED)
        .hasSize(103);
  }

  @Test
  void an_event_about_somebody_else_ends_very_many_in_portions() {
    publish(
        "w",
        """
        "subject": "lead", "exit": [{"event": "quote.accepted", "correlation": "{{quote.lead}}"}],
        """,
        WAITS);
    started(203);
    SubjectRef quote = SubjectRef.of("quote", "q");
    assertThat(accepted("quote.accepted", quote, "{\"quote\": {\"lead\": \"42\"}}")).hasSize(203);
    assertThat(all(ACTIVE)).hasSize(3);
    kit.event("go", LEAD, "{}");
    assertThat(all(COMPLETED))
        .hasSize(203)
        .allMatch(one -> one.outcome() == InstanceOutcome.EXITED);
    assertThat(calls).hasSize(203);
  }

  @Test
  void a_queue_ends_in_portions_and_its_next_one_waits_for_none_of_them() {
    publish(
        "w",
        """
        "exit": [{"event": "lead.lost"}], "concurrency": {"key": "{{subject.id}}", "policy": "queue"},
        """,
        WAITS);
    List<InstanceId> ids = started(204);
    assertThat(calls).hasSize(1);
    assertThat(accepted("lead.lost", LEAD, "{}")).hasSize(204);
    InstanceId next = instances().start(TENANT, "w", LEAD, Json.object(), ANNA).orElseThrow();
    assertThat(instance(next).state()).isEqualTo(ACTIVE);
    kit.run();
    assertThat(all(COMPLETED)).hasSize(204);
    assertThat(calls).hasSize(2);
    assertThat(kit.story(ids.get(203)))
        .contains("instance DRAFT -> COMPLETED (exited): event lead.lost (lead.lost)");
    assertInstance(next).isActive();
  }

  @Test
  void a_queue_that_an_event_does_not_end_goes_on_in_its_order() {
    publish(
        "w",
        IF_RICH
            + """
            "concurrency": {"key": "{{subject.id}}", "policy": "queue"},
            """,
        "[{\"id\": \"go\", \"wait\": {\"event\": \"go\"}}]");
    List<InstanceId> ids = started(204);
    accepted("lead.lost", LEAD, "{}");
    kit.run();
    assertThat(all(InstanceState.DRAFT)).hasSize(99);
    for (int i = 0; i < 100; i++) {
      assertThat(kit.event("go", LEAD, "{}").answered()).hasSize(1);
    }
    assertThat(all(COMPLETED)).hasSize(204);
    assertThat(instance(ids.get(99)).outcome()).isEqualTo(InstanceOutcome.COMPLETED);
  }

  @Test
  void a_newer_instance_replaces_very_many_in_portions() {
    String concurrency =
        """
        "concurrency": {"key": "{{subject.id}}", "policy": "%s"},
        """;
    publish("w", concurrency.formatted("allow"), WAITS);
    List<InstanceId> ids = started(203);
    instances().pause(TENANT, ids.get(202), ANNA, null);
    publish("w", concurrency.formatted("replace"), WAITS);
    InstanceId newest = instances().start(TENANT, "w", LEAD, Json.object(), ANNA).orElseThrow();
    assertThat(all(ACTIVE)).hasSize(4);
    assertThat(instance(ids.get(202)).state()).isEqualTo(InstanceState.PAUSED);
    assertThatThrownBy(() -> instances().resume(TENANT, ids.get(202), ANNA))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContaining("cannot go from CANCELED to ACTIVE");
    kit.run();
    assertThat(all(CANCELED)).hasSize(203);
    assertThat(kit.event("go", LEAD, "{}").answered()).hasSize(1);
    assertInstance(newest).isCompleted();
    assertThat(kit.story(ids.get(202)))
        .contains("PAUSED -> CANCELED (canceled): replaced by a newer instance with the same key");
  }

  @Test
  void sub_workflows_of_many_that_are_cancelled_together_end_in_portions() {
    kit.publish(
        """
        {"key": "child", "steps": [{"id": "go", "wait": {"event": "go"}}]}
        """);
    List<Integer> numbers = IntStream.range(0, 205).boxed().toList();
    InstanceId id =
        run(
            """
            [{"id": "all", "each": {"items": "{{numbers}}", "maxConcurrent": 500, "steps": [
               {"id": "sub", "workflow": "child"}]}}]
            """,
            "{\"numbers\": " + numbers + "}");
    instances().pause(TENANT, id, ANNA, null);
    var report =
        instances().bulk(Query.of(TENANT).workflow("w"), BulkOperation.CANCEL, ANNA, any -> {});
    assertThat(report.done()).isOne();
    assertThat(all(ACTIVE)).hasSize(5);
    kit.run();
    assertThat(all(CANCELED)).hasSize(206);
  }
}
