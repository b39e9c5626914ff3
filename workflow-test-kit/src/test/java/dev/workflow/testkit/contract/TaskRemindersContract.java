package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a task's reminders come: around its due date, wherever that moves. */
public abstract class TaskRemindersContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("anna");

  private static final String AROUND =
      "[{\"id\": \"ask\", \"action\": \"approval\", \"due\": \"P2D\","
          + " \"reminders\": [{\"before\": \"P1D\"},"
          + " {\"after\": \"PT0S\", \"every\": \"P1D\", \"max\": 3}]}]";

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .tenants(
            tenant ->
                Optional.of(
                    new TenantDirectory.Settings(
                        ZoneId.of("Europe/Amsterdam"), Locale.ENGLISH, Map.of())));
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  /** The times at which reminders of a step came. */
  private List<String> reminders(InstanceId id, String step) {
    return kit.engine().history().of(TENANT, id).stream()
        .filter(HistoryEntry.TaskAct.class::isInstance)
        .map(HistoryEntry.TaskAct.class::cast)
        .filter(act -> act.act().equals("remind") && act.step().equals(step))
        .map(act -> act.stamp().at().toString())
        .toList();
  }

  @Test
  void a_reminder_comes_before_and_after_the_due_date_as_often_as_the_document_says() {
    InstanceId id = run(AROUND, "{}");
    kit.advance(Duration.ofDays(30));
    assertThat(reminders(id, "ask"))
        .containsExactly(
            "2026-01-06T09:00:00Z",
            "2026-01-07T09:00:00Z",
            "2026-01-08T09:00:00Z",
            "2026-01-09T09:00:00Z");
  }

  @Test
  void a_day_before_is_the_same_hour_of_the_day_when_the_clocks_are_changed() {
    kit.advanceTo(Instant.parse("2026-03-27T08:30:00Z"));
    InstanceId id =
        run(
            "[{\"id\": \"ask\", \"action\": \"approval\","
                + " \"due\": {\"until\": \"{{by}}\"}, \"reminders\": [{\"before\": \"P1D\"},"
                + " {\"before\": \"PT24H\"}]}]",
            "{\"by\": \"2026-03-29T12:00:00+02:00\"}");
    kit.advance(Duration.ofDays(5));
    // by the clock of the wall the hours of the day of the change are one less
    assertThat(reminders(id, "ask"))
        .containsExactly("2026-03-28T10:00:00Z", "2026-03-28T11:00:00Z");
  }

  @Test
  void of_several_that_were_missed_only_the_newest_comes() {
    InstanceId id = run(AROUND, "{}");
    kit.clock().advance(Duration.ofDays(4).plusHours(1));
    kit.run();
    assertThat(reminders(id, "ask")).containsExactly("2026-01-09T10:00:00Z");
    kit.advance(Duration.ofDays(10));
    assertThat(reminders(id, "ask")).hasSize(1);
  }

  @Test
  void a_due_date_that_moves_takes_along_what_is_to_come_and_brings_back_what_lies_ahead_again() {
    InstanceId id = run(AROUND, "{}");
    kit.advance(Duration.ofDays(2));
    assertThat(reminders(id, "ask")).hasSize(2);
    tasks().setDue(TENANT, TaskId.of(id, "ask"), ANNA, Instant.parse("2026-01-12T12:00:00Z"));
    kit.advance(Duration.ofDays(10));
    assertThat(reminders(id, "ask"))
        .containsExactly(
            "2026-01-06T09:00:00Z",
            "2026-01-07T09:00:00Z",
            "2026-01-11T12:00:00Z",
            "2026-01-12T12:00:00Z",
            "2026-01-13T12:00:00Z",
            "2026-01-14T12:00:00Z");
  }

  @Test
  void a_due_date_that_moves_into_the_past_reminds_at_once_and_one_that_is_taken_away_never() {
    InstanceId id = run(AROUND, "{}");
    TaskId ask = TaskId.of(id, "ask");
    tasks().setDue(TENANT, ask, ANNA, null);
    kit.advance(Duration.ofDays(5));
    assertThat(reminders(id, "ask")).isEmpty();
    tasks().setDue(TENANT, ask, ANNA, Instant.parse("2026-01-09T12:00:00Z"));
    kit.run();
    assertThat(reminders(id, "ask")).containsExactly("2026-01-10T09:00:00Z");
  }

  @Test
  void time_in_which_the_instance_is_paused_or_the_task_suspended_does_not_count() {
    InstanceId id = run(AROUND, "{}");
    kit.engine().instances().pause(TENANT, id, ANNA, null);
    kit.advance(Duration.ofDays(10));
    kit.engine().instances().resume(TENANT, id, ANNA);
    TaskId ask = TaskId.of(id, "ask");
    tasks().suspend(TENANT, ask, ANNA, null, "waiting for the bank");
    kit.advance(Duration.ofDays(10));
    assertThat(reminders(id, "ask")).isEmpty();
    tasks().resume(TENANT, ask, ANNA);
    kit.advance(Duration.ofDays(1));
    assertThat(reminders(id, "ask")).containsExactly("2026-01-26T09:00:00Z");
  }

  @Test
  void a_claim_changes_nothing_and_an_end_ends_them_in_each_round_by_itself() {
    InstanceId id =
        run(
            "[{\"id\": \"all\", \"each\": {\"items\": [1, 2], \"maxConcurrent\": 2, \"steps\": "
                + AROUND
                + "}}]",
            "{}");
    tasks().claim(TENANT, id, "ask[0]", ANNA);
    kit.advance(Duration.ofDays(1));
    tasks().complete(TENANT, id, "ask[1]", ANNA, json("{\"approved\": true}"));
    kit.advance(Duration.ofDays(1));
    assertThat(reminders(id, "ask[0]")).hasSize(2);
    assertThat(reminders(id, "ask[1]")).hasSize(1);
  }

  /** The roles to which a step was escalated, with when. */
  private List<String> escalations(InstanceId id) {
    return kit.engine().history().of(TENANT, id).stream()
        .filter(HistoryEntry.TaskAct.class::isInstance)
        .map(HistoryEntry.TaskAct.class::cast)
        .filter(act -> act.act().equals("escalate"))
        .map(act -> act.detail().path("role").asText() + " " + act.stamp().at())
        .toList();
  }

  @Test
  void overdue_escalations_move_with_the_due_date_and_come_again_if_they_lie_ahead_again() {
    InstanceId id =
        run(
            "[{\"id\": \"ask\", \"action\": \"approval\", \"role\": \"CLERK\", \"due\": \"P2D\","
                + " \"escalate\": [{\"after\": \"P3D\", \"role\": \"LATE\"},"
                + " {\"after\": \"PT1H\", \"overdue\": true, \"role\": \"LAWYER\"},"
                + " {\"after\": \"P9D\", \"overdue\": true, \"role\": \"PARTNER\"}]}]",
            "{}");
    kit.advance(Duration.ofDays(3));
    assertThat(escalations(id))
        .containsExactly("LAWYER 2026-01-07T10:00:00Z", "LATE 2026-01-08T09:00:00Z");
    tasks().setDue(TENANT, TaskId.of(id, "ask"), ANNA, Instant.parse("2026-01-10T12:00:00Z"));
    kit.advance(Duration.ofDays(5));
    // moved before those that count from READY, which have come and do not come again
    tasks().setDue(TENANT, TaskId.of(id, "ask"), ANNA, Instant.parse("2026-01-05T09:00:00Z"));
    kit.run();
    assertThat(escalations(id))
        .containsExactly(
            "LAWYER 2026-01-07T10:00:00Z",
            "LATE 2026-01-08T09:00:00Z",
            "LAWYER 2026-01-10T13:00:00Z");
    kit.advance(Duration.ofDays(2));
    assertThat(escalations(id)).hasSize(4).contains("PARTNER 2026-01-14T09:00:00Z");
  }

  @Test
  void an_escalation_with_a_due_date_of_its_own_moves_it_and_its_reminders_and_fires_once() {
    InstanceId id =
        run(
            "[{\"id\": \"ask\", \"action\": \"approval\", \"role\": \"CLERK\", \"due\": \"P1D\","
                + " \"reminders\": [{\"before\": \"PT1H\"}],"
                + " \"escalate\": [{\"after\": \"PT1H\", \"overdue\": true, \"role\": \"LAWYER\","
                + " \"due\": \"P2D\"}]}]",
            "{}");
    kit.advance(Duration.ofDays(9));
    assertThat(escalations(id)).containsExactly("LAWYER 2026-01-06T10:00:00Z");
    Tasks.Detail task = tasks().get(TENANT, TaskId.of(id, "ask"));
    assertThat(task.task().dueAt()).isEqualTo(Instant.parse("2026-01-08T10:00:00Z"));
    assertThat(task.firstDueAt()).isEqualTo(Instant.parse("2026-01-06T09:00:00Z"));
    assertThat(reminders(id, "ask"))
        .containsExactly("2026-01-06T08:00:00Z", "2026-01-08T09:00:00Z");
    assertThat(kit.story(id))
        .contains("ask: the engine escalates it to the role LAWYER, due 2026-01-08T10:00:00Z");
  }

  @Test
  void reminders_that_cannot_be_are_refused_all_at_once() {
    assertThatThrownBy(
            () ->
                publish(
                    "w",
                    "",
                    "[{\"id\": \"a\", \"action\": \"approval\", \"notify\": 5,"
                        + " \"reminders\": [{\"before\": \"P1D\", \"after\": \"P1D\"},"
                        + " {\"every\": \"PT1S\"}, {\"after\": \"P1D\", \"max\": 3}]}]"))
        .isInstanceOfSatisfying(
            InvalidDefinitionException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Object::toString)
                    .containsExactlyInAnyOrder(
                        "/steps/0/notify: expected true, false or an object such as"
                            + " {\"channels\": [\"in_app\", \"email\"]}, found a number",
                        "/steps/0/reminders: the step has no \"due\", so there is no date to be"
                            + " reminded of",
                        "/steps/0/reminders/0/after: \"after\" cannot be combined with"
                            + " \"before\"",
                        "/steps/0/reminders/1: \"after\" is missing: how long after the due date;"
                            + " or \"before\"",
                        "/steps/0/reminders/1/every: must be a minute or longer",
                        "/steps/0/reminders/2/max: needs \"every\": without it the reminder comes"
                            + " once"));
  }
}
