package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.PublishReceipt.Suppressed.Reason;
import dev.workflow.SubjectRef;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Triggers that wait for quiet, and triggers that fire when a condition becomes true. */
public abstract class SettleContract extends EngineContract {

  private static final Actor OPERATOR = Actor.of("operator");
  private static final String STEP =
      "[{\"id\": \"a\", \"action\": \"work\", \"config\": {\"n\": \"{{n}}\"}}]";

  private void publishSettling(String more) {
    kit.publish(
        """
        {"key": "w", "triggers": [{"event": "form.saved", "settle": "PT30S"%s}], "steps": %s}
        """
            .formatted(more, STEP));
    answer =
        context -> {
          seen.add(context.config().path("n").asText());
          return ActionResult.completed(Json.object());
        };
  }

  private final List<String> seen = new CopyOnWriteArrayList<>();

  private PublishReceipt saved(int n) {
    return kit.event("form.saved", LEAD, "{\"n\": " + n + "}");
  }

  @Test
  void it_fires_once_the_subject_is_quiet_with_the_newest_event() {
    publishSettling("");
    Instant begun = kit.clock().instant();
    InstanceId id = saved(1).started().get(0).instance();
    for (int n = 2; n < 10; n++) {
      kit.advance(Duration.ofSeconds(20));
      PublishReceipt receipt = saved(n);
      assertThat(receipt.started()).isEmpty();
      assertThat(receipt.suppressed())
          .extracting(PublishReceipt.Suppressed::reason)
          .containsExactly(Reason.SETTLING);
      assertThat(receipt.suppressed().get(0).detail())
          .isEqualTo(
              "instance "
                  + id
                  + " begins at "
                  + kit.clock().instant().plusSeconds(30)
                  + " if the subject is quiet until then");
    }
    assertThat(seen).isEmpty();
    assertThat(instance(id).beginsAt()).isEqualTo(begun.plusSeconds(190));
    kit.advance(Duration.ofSeconds(29));
    assertThat(seen).isEmpty();
    kit.advance(Duration.ofSeconds(1));
    assertThat(seen).containsExactly("9");
    assertInstance(id).isCompleted();
    assertThat(states("w")).hasSize(1);
    assertThat(kit.story(id)).contains("its subject is to be quiet until then");
  }

  @Test
  void each_subject_is_quiet_by_itself() {
    publishSettling("");
    saved(1);
    kit.advance(Duration.ofSeconds(20));
    kit.event("form.saved", SubjectRef.of("lead", "43"), "{\"n\": 2}");
    kit.advance(Duration.ofSeconds(10));
    assertThat(seen).containsExactly("1");
    kit.advance(Duration.ofSeconds(20));
    assertThat(seen).containsExactly("1", "2");
  }

  @Test
  void what_has_begun_is_not_put_off_and_the_next_event_starts_another() {
    publishSettling("");
    saved(1);
    kit.advance(Duration.ofSeconds(30));
    assertThat(saved(2).started()).hasSize(1);
    kit.advance(Duration.ofSeconds(30));
    assertThat(seen).containsExactly("1", "2");
  }

  @Test
  void an_event_that_does_not_match_disturbs_nobody() {
    publishSettling(", \"when\": {\"field\": \"n\", \"operator\": \"gt\", \"value\": 5}");
    saved(6);
    kit.advance(Duration.ofSeconds(20));
    assertThat(saved(1).suppressed()).isEmpty();
    kit.advance(Duration.ofSeconds(10));
    assertThat(seen).containsExactly("6");
  }

  @Test
  void the_same_event_twice_puts_it_off_once() {
    publishSettling("");
    saved(1);
    kit.advance(Duration.ofSeconds(10));
    Event event = Event.of(TENANT, "form.saved", LEAD, json("{\"n\": 2}")).withId("again");
    kit.event(event);
    kit.advance(Duration.ofSeconds(20));
    assertThat(kit.event(event).repeated()).isTrue();
    kit.advance(Duration.ofSeconds(10));
    assertThat(seen).containsExactly("2");
  }

  @Test
  void one_that_is_paused_or_cancelled_while_it_waits_stays_so() {
    publishSettling("");
    InstanceId paused = saved(1).started().get(0).instance();
    kit.engine().instances().pause(TENANT, paused, OPERATOR, null);
    kit.advance(Duration.ofSeconds(60));
    saved(2);
    kit.engine().instances().resume(TENANT, paused, OPERATOR);
    kit.run();
    assertThat(seen).isEmpty();
    kit.advance(Duration.ofSeconds(30));
    assertThat(seen).containsExactly("2");
    InstanceId canceled = saved(3).started().get(0).instance();
    kit.engine().instances().cancel(TENANT, canceled, OPERATOR, null);
    assertThat(saved(4).started()).hasSize(1);
    kit.advance(Duration.ofSeconds(30));
    assertThat(seen).containsExactly("2", "4");
    assertInstance(canceled).is(InstanceState.CANCELED);
  }

  @Test
  void an_event_without_a_subject_starts_at_once() {
    publishSettling("");
    kit.event(Event.of(TENANT, "form.saved", null, json("{\"n\": 1}")));
    assertThat(seen).containsExactly("1");
  }

  @Test
  void a_limit_on_the_starts_is_asked_when_it_is_quiet() {
    kit.publish(
        """
        {"key": "w", "triggers": [{"event": "form.saved", "settle": "PT30S"}],
         "rateLimit": {"permits": 1, "per": "PT1H"}, "steps": %s}
        """
            .formatted(STEP));
    answer =
        context -> {
          seen.add(context.config().path("n").asText());
          return ActionResult.completed(Json.object());
        };
    saved(1);
    kit.event("form.saved", SubjectRef.of("lead", "43"), "{\"n\": 2}");
    kit.advance(Duration.ofSeconds(30));
    assertThat(seen).hasSize(1);
    kit.advance(Duration.ofHours(2));
    assertThat(seen).containsExactlyInAnyOrder("1", "2");
  }

  private void change(String payload, String previous) {
    kit.event(Event.of(TENANT, "lead.updated", LEAD, json(payload)).withPrevious(json(previous)));
  }

  @Test
  void a_condition_that_becomes_true_fires_once_for_each_time_that_it_does() {
    kit.publish(
        """
        {"key": "w", "triggers": [{"event": "lead.updated", "becomes": true, "when": {"and": [
           {"field": "score", "operator": "gte", "value": 80},
           {"field": "status", "operator": "eq", "value": "new"}]}}], "steps": []}
        """);
    change("{\"score\": 70, \"status\": \"new\"}", "{\"score\": 60, \"status\": \"new\"}");
    assertThat(states("w")).isEmpty();
    change("{\"score\": 85, \"status\": \"new\"}", "{\"score\": 70, \"status\": \"new\"}");
    assertThat(states("w")).hasSize(1);
    PublishReceipt receipt =
        kit.event(
            Event.of(TENANT, "lead.updated", LEAD, json("{\"score\": 90, \"status\": \"new\"}"))
                .withPrevious(json("{\"score\": 85, \"status\": \"new\"}")));
    assertThat(receipt.suppressed())
        .containsExactly(
            new PublishReceipt.Suppressed(
                receipt.suppressed().get(0).workflow(),
                Reason.UNCHANGED,
                "its condition held before the change, too"));
    change("{\"score\": 90, \"status\": \"won\"}", "{\"score\": 90, \"status\": \"new\"}");
    change("{\"score\": 90, \"status\": \"new\"}", "{\"score\": 90, \"status\": \"won\"}");
    assertThat(states("w")).hasSize(2);
  }

  @Test
  void an_event_that_does_not_say_what_was_counts_as_a_change() {
    kit.publish(
        """
        {"key": "w", "triggers": [{"event": "lead.created", "becomes": true,
           "when": {"field": "score", "operator": "gte", "value": 80}}], "steps": []}
        """);
    kit.event("lead.created", LEAD, "{\"score\": 85}");
    assertThat(states("w")).hasSize(1);
  }
}
