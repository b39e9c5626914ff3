package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.HistoryEntry;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
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
