package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceEdit;
import dev.workflow.InstanceId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.Migration;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionResult;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Waits for which events count that came before them. */
public abstract class EarlierEventsContract extends EngineContract {

  private static final Actor BOSS = Actor.of("boss");

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).actors((tenant, actor, subject) -> Set.of("ADMIN"));
  }

  private static String wait(String id) {
    return "{\"id\": \"" + id + "\", \"wait\": {\"event\": \"" + id + ".done\"}}";
  }

  private static String earlier(String id, String event, String more) {
    return "{\"id\": \""
        + id
        + "\", \"wait\": {\"event\": \""
        + event
        + "\", \"earlier\": true"
        + more
        + "}}";
  }

  private void done(String step) {
    kit.event(step + ".done", LEAD, "{}");
  }

  private int number(InstanceId id, String step) {
    return instance(id).step(step).output().at("/event/payload/n").asInt();
  }

  private void reply(int number) {
    kit.event("reply", LEAD, "{\"n\": " + number + "}");
  }

  @Test
  void each_event_counts_once_and_the_oldest_first() {
    String three =
        "["
            + wait("x")
            + ","
            + earlier("a", "reply", "")
            + ","
            + earlier("b", "reply", "")
            + ","
            + earlier("c", "reply", "")
            + "]";
    InstanceId id = run(three, "{}");
    reply(1);
    reply(2);
    done("x");
    assertInstance(id).step("b", StepState.COMPLETED).step("c", StepState.IN_PROGRESS);
    assertThat(number(id, "a")).isEqualTo(1);
    assertThat(number(id, "b")).isEqualTo(2);
    reply(3);
    assertInstance(id).isCompleted();
    assertThat(number(id, "c")).isEqualTo(3);
    assertThat(kit.story(id))
        .contains("a PENDING: events that come before its turn count")
        .contains("a PENDING: kept reply (");
  }

  @Test
  void what_came_before_the_instance_or_has_another_subject_or_does_not_fit_does_not_count() {
    reply(0);
    InstanceId id =
        run(
            "["
                + wait("x")
                + ","
                + earlier(
                    "a",
                    "reply",
                    ", \"when\": {\"field\": \"event.payload.n\", \"operator\": \"gt\", \"value\": 5}")
                + "]",
            "{}");
    kit.event("reply", dev.workflow.SubjectRef.of("lead", "7"), "{\"n\": 8}");
    reply(5);
    done("x");
    assertInstance(id).step("a", StepState.IN_PROGRESS);
    reply(6);
    assertInstance(id).isCompleted();
  }

  @Test
  void an_event_that_answers_a_wait_is_not_kept_for_another_one() {
    InstanceId id =
        run(
            "[{\"id\": \"r\", \"wait\": {\"event\": \"reply\"}}," + earlier("a", "reply", "") + "]",
            "{}");
    reply(1);
    assertInstance(id).step("r", StepState.COMPLETED).step("a", StepState.IN_PROGRESS);
  }

  @Test
  void an_event_that_a_step_publishes_counts_for_the_wait_after_it() {
    answer =
        context -> {
          context.publish(Event.of(TENANT, "reply", LEAD, json("{\"n\": 1}")));
          return ActionResult.completed();
        };
    InstanceId id =
        run("[{\"id\": \"p\", \"action\": \"work\"}," + earlier("a", "reply", "") + "]", "{}");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_correlation_that_is_known_at_the_start_finds_events_without_the_subject() {
    InstanceId id =
        run(
            "[" + wait("x") + "," + earlier("a", "reply", ", \"correlation\": \"{{order}}\"") + "]",
            "{\"order\": \"o-1\"}");
    kit.event(Event.of(TENANT, "reply", null, json("{\"n\": 4}")).withCorrelation("o-1"));
    done("x");
    assertInstance(id).isCompleted();
    assertThat(number(id, "a")).isEqualTo(4);
  }

  @Test
  void rounds_of_a_loop_take_one_event_each() {
    InstanceId id =
        run(
            "["
                + wait("x")
                + ", {\"id\": \"again\", \"repeat\": {\"max\": 2, \"while\": {}, \"steps\": ["
                + earlier("a", "reply", "")
                + "]}}]",
            "{}");
    reply(1);
    done("x");
    assertInstance(id)
        .isActive()
        .step("a[0]", StepState.COMPLETED)
        .step("a[1]", StepState.IN_PROGRESS);
    reply(2);
    assertInstance(id).isCompleted();
  }

  @Test
  void events_are_kept_while_the_instance_is_paused_and_not_when_it_has_ended() {
    InstanceId id = run("[" + wait("x") + "," + earlier("a", "reply", "") + "]", "{}");
    kit.engine().instances().pause(TENANT, id, BOSS, null);
    reply(1);
    kit.engine().instances().resume(TENANT, id, BOSS);
    kit.engine().instances().cancel(TENANT, id, BOSS, null);
    assertThat(kit.event("reply", LEAD, "{}").answered()).isEmpty();
    assertInstance(id).step("a", StepState.PENDING);
    InstanceId other = run("[" + wait("x") + "," + earlier("a", "reply", "") + "]", "{}");
    kit.engine().instances().pause(TENANT, other, BOSS, null);
    reply(1);
    kit.engine().instances().resume(TENANT, other, BOSS);
    kit.run();
    done("x");
    assertInstance(other).isCompleted();
  }

  @Test
  void at_most_a_hundred_are_kept() {
    InstanceId id =
        run(
            "["
                + wait("x")
                + ", {\"id\": \"again\", \"repeat\": {\"max\": 200, \"while\": {}, \"steps\": ["
                + earlier("a", "reply", "")
                + "]}}]",
            "{}");
    for (int i = 0; i < 102; i++) {
      reply(i);
    }
    done("x");
    assertInstance(id).step("a[99]", StepState.COMPLETED).step("a[100]", StepState.IN_PROGRESS);
  }

  @Test
  void an_edit_and_a_migration_keep_what_was_kept() {
    String steps = "[" + wait("x") + "," + earlier("a", "reply", "") + "]";
    InstanceId id = run(steps, "{}");
    reply(1);
    kit.engine()
        .instances()
        .edit(TENANT, id, BOSS)
        .add(json("{\"id\": \"last\", \"action\": \"work\"}"), InstanceEdit.Place.end())
        .apply();
    kit.run();
    publish("w", "", steps);
    InstanceId other = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    reply(2);
    publish("w", "", steps.replace("\"a\"", "\"b\""));
    kit.engine().instances().migrate(TENANT, other, Migration.to(3).step("a", "b"), BOSS);
    kit.run();
    done("x");
    assertInstance(id).isCompleted();
    assertThat(number(id, "a")).isEqualTo(1);
    assertInstance(other).isCompleted();
    assertThat(number(other, "b")).isEqualTo(2);
  }

  @Test
  void a_wait_that_listens_to_another_event_after_a_migration_finds_that() {
    InstanceId id = run("[" + wait("x") + "," + earlier("a", "reply", "") + "]", "{}");
    publish("w", "", "[" + wait("x") + "," + earlier("a", "other", "") + "]");
    kit.engine().instances().migrate(TENANT, id, Migration.to(2), BOSS);
    kit.run();
    reply(1);
    kit.event("other", LEAD, "{\"n\": 2}");
    done("x");
    assertInstance(id).isCompleted();
    assertThat(number(id, "a")).isEqualTo(2);
  }
}
