package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Definitions.KeptHistory;
import dev.workflow.InvalidInputException;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.schedule.Schedules;
import dev.workflow.schedule.Tick;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.TenantDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What starts by time without being a trigger of a workflow. */
public abstract class ScheduledTasksContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");

  private boolean tenantKnown = true;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .tenants(
            tenant ->
                tenantKnown || tenant.equals(TENANT)
                    ? Optional.of(TenantDirectory.Settings.DEFAULT)
                    : Optional.empty());
  }

  private Schedules schedules() {
    return kit.engine().schedules();
  }

  private Schedule create(String keys) {
    return schedules().create(TENANT, task(keys), ANN);
  }

  private static ScheduledTask task(String keys) {
    return ScheduledTask.parse("{\"name\": \"a task\", " + keys + "}");
  }

  private List<Tick> history(Schedule schedule) {
    return schedules().history(TENANT, schedule.id(), null, 100).items();
  }

  private static final String STARTS =
      "\"type\": \"workflow\", \"config\": {\"workflow_id\": \"w\"}, \"every\": \"PT1H\"";

  private static final String ACTS =
      "\"type\": \"action\", \"config\": {\"action\": \"work\", \"config\": {\"say\": \"hello\"}},"
          + " \"every\": \"PT1H\"";

  private void publish() {
    kit.publish("{\"key\": \"w\", \"steps\": [{\"id\": \"a\", \"action\": \"work\"}]}");
  }

  @Test
  void a_task_starts_the_newest_version_of_its_workflow_about_its_subject() {
    kit.publish("{\"key\": \"w\", \"steps\": []}");
    Schedule schedule =
        create(
            "\"type\": \"workflow\", \"config\": {\"workflow_id\": \"w\", \"input\": {\"n\": 1},"
                + " \"subject\": {\"type\": \"lead\", \"id\": \"42\"}}, \"every\": \"PT1H\"");
    publish();
    kit.advance(Duration.ofHours(1));

    Tick tick = history(schedule).get(0);
    assertThat(tick.state()).isEqualTo(Tick.State.COMPLETED);
    assertThat(instance(tick.instance()).subject()).isEqualTo(SubjectRef.of("lead", "42"));
    assertThat(instance(tick.instance()).workflow().version()).isEqualTo(2);
    assertThat(schedules().get(TENANT, schedule.id()))
        .extracting(Schedule::workflow, Schedule::createdBy, one -> one.task().name())
        .containsExactly(null, ANN, "a task");
  }

  @Test
  void an_action_runs_as_an_instance_with_one_step() {
    answer =
        context -> ActionResult.completed(json("{\"said\": " + context.config().get("say") + "}"));
    Schedule schedule = create(ACTS);
    kit.advance(Duration.ofHours(1));

    assertThat(history(schedule))
        .extracting(Tick::state, Tick::output)
        .containsExactly(tuple(Tick.State.COMPLETED, "{\"said\":\"hello\"}"));
    assertThat(instance(history(schedule).get(0).instance()).workflow().key())
        .isEqualTo("scheduled-" + schedule.id());
  }

  @Test
  void a_task_can_be_changed_and_then_comes_at_its_new_times() {
    Schedule schedule = create(ACTS);
    kit.advance(Duration.ofMinutes(90));
    Schedule changed =
        schedules()
            .update(
                TENANT,
                schedule.id(),
                ScheduledTask.parse(
                    "{\"name\": \"another\", \"type\": \"action\", \"config\": {\"action\":"
                        + " \"work\"}, \"every\": \"PT20M\"}"),
                ANN);
    assertThat(changed.nextAt()).isEqualTo(START.plus(Duration.ofMinutes(100)));
    kit.advance(Duration.ofMinutes(10));
    assertThat(history(schedule)).hasSize(2);
    assertThat(schedules().get(TENANT, schedule.id()).task()).isEqualTo(changed.task());
  }

  @Test
  void a_task_that_is_removed_ticks_no_more_and_what_runs_finishes() {
    answer = context -> ActionResult.completed();
    kit.publish(
        "{\"key\": \"w\", \"steps\": [{\"id\": \"a\", \"delay\": \"PT2H\"}, {\"id\": \"b\","
            + " \"action\": \"work\"}]}");
    Schedule schedule = create(STARTS);
    kit.advance(Duration.ofHours(1));
    schedules().delete(TENANT, schedule.id(), ANN);
    kit.advance(Duration.ofHours(3));
    assertThat(calls).containsExactly("b/1");
    assertThat(schedules().list(TENANT, null, null, 10).items()).isEmpty();
    create(STARTS);
  }

  @Test
  void a_tick_that_fails_is_started_again_a_minute_later_and_then_after_twice_as_long() {
    answer = context -> ActionResult.failed("no luck", false);
    Schedule schedule = create(ACTS + ", \"max_retries\": 2");
    kit.advance(Duration.ofHours(1));
    Tick failed = history(schedule).get(0);
    assertThat(failed)
        .extracting(Tick::state, Tick::attempt, Tick::reason)
        .containsExactly(Tick.State.RETRYING, 1, "step \"run\" failed: no luck");
    assertThat(schedules().runNow(TENANT, schedule.id(), false, ANN).state())
        .isEqualTo(Tick.State.SKIPPED);
    kit.advance(Duration.ofMinutes(1));
    assertThat(history(schedule).get(0).attempt()).isEqualTo(2);
    assertThat(history(schedule).get(0).instance()).isNotEqualTo(failed.instance());
    kit.advance(Duration.ofMinutes(2));
    assertThat(history(schedule).get(0))
        .extracting(Tick::state, Tick::attempt, Tick::startedAt, Tick::endedAt)
        .containsExactly(
            Tick.State.FAILED,
            3,
            START.plus(Duration.ofHours(1)),
            START.plus(Duration.ofMinutes(63)));
    assertThat(schedules().get(TENANT, schedule.id()).running()).isZero();
  }

  @Test
  void a_retry_that_succeeds_ends_the_tick_well() {
    answer =
        context ->
            calls.size() == 1 ? ActionResult.failed("no luck", false) : ActionResult.completed();
    Schedule schedule = create(ACTS + ", \"max_retries\": 5");
    kit.advance(Duration.ofMinutes(62));
    assertThat(history(schedule))
        .extracting(Tick::state, Tick::attempt, Tick::durationMillis)
        .containsExactly(tuple(Tick.State.COMPLETED, 2, 60_000L));
  }

  @Test
  void a_task_of_a_workflow_that_is_disabled_skips_and_of_one_that_is_gone_fails() {
    kit.publish("{\"key\": \"w\", \"enabled\": false, \"steps\": []}");
    Schedule schedule = create(STARTS);
    kit.advance(Duration.ofHours(1));
    kit.engine().definitions().deleteThoughUsed(TENANT, "w", KeptHistory.ALL, ANN);
    kit.advance(Duration.ofHours(1));
    assertThat(history(schedule))
        .extracting(Tick::state, Tick::reason)
        .containsExactly(
            tuple(Tick.State.FAILED, "there is no published workflow \"w\""),
            tuple(Tick.State.SKIPPED, "the workflow \"w\" is disabled"));
  }

  @Test
  void a_tenant_that_is_unknown_for_a_while_keeps_no_other_from_ticking() {
    TenantId other = TenantId.of("other");
    publish();
    Schedule theirs = schedules().create(other, task(ACTS), ANN);
    Schedule ours = create(STARTS);
    tenantKnown = false;
    kit.clock().advance(Duration.ofHours(2));
    kit.run();
    assertThat(history(ours)).hasSize(2);
    tenantKnown = true;
    kit.advance(Duration.ofMinutes(2));
    assertThat(schedules().history(other, theirs.id(), null, 10).items())
        .extracting(Tick::state)
        .contains(Tick.State.COMPLETED);
  }

  @Test
  void a_name_is_given_once_and_one_that_is_not_enabled_is_paused() {
    publish();
    Schedule paused = create(STARTS + ", \"enabled\": false");
    assertThat(paused.state()).isEqualTo(Schedule.State.PAUSED);
    assertThatThrownBy(() -> create(STARTS))
        .isInstanceOf(ConflictException.class)
        .hasMessage("there is a scheduled task \"a task\" already");
    kit.advance(Duration.ofHours(2));
    assertThat(history(paused)).isEmpty();
    schedules().update(TENANT, paused.id(), task(STARTS), ANN);
    kit.advance(Duration.ofHours(1));
    assertThat(history(paused)).hasSize(1);
  }

  @Test
  void in_a_transaction_of_the_host_a_task_exists_if_that_commits() {
    publish();
    assertThatThrownBy(
            () ->
                store.transact(
                    transaction -> {
                      kit.engine().in(transaction).schedules().create(TENANT, task(ACTS), ANN);
                      throw new IllegalStateException("back");
                    }))
        .hasMessage("back");
    assertThat(schedules().list(TENANT, null, null, 10).items()).isEmpty();
    store.transact(
        transaction -> kit.engine().in(transaction).schedules().create(TENANT, task(ACTS), ANN));
    kit.advance(Duration.ofHours(1));
    assertThat(calls).hasSize(1);
  }

  @Test
  void every_mistake_of_a_task_is_told_at_its_place() {
    assertProblems(
        "{\"name\": \"\", \"type\": \"workflow\", \"config\": {\"workflow\": \"w\"}, \"schedule\":"
            + " \"0 0 30 2 *\", \"timezone\": \"Europe/Amsterdm\", \"max_retries\": 101,"
            + " \"overlap\": \"never\", \"retries\": 1}",
        """
        The scheduled task has 8 problems:
          /retries: unknown key
          /name: must not be empty
          /config/workflow: unknown key; did you mean "workflow_id"?
          /config: "workflow_id" is missing: the key of a workflow
          /schedule: "0 0 30 2 *" names a time that never comes
          /timezone: "Europe/Amsterdm" is not a time zone such as "Europe/Amsterdam"; did you mean "Europe/Amsterdam"?
          /overlap: "never" is none of skip, queue, allow, replace
          /max_retries: expected a whole number from 0 to 100\
        """);
    assertProblems(
        "{\"type\": \"mail\", \"every\": \"PT0.5S\", \"schedule\": \"@daily\"}",
        """
        The scheduled task has 5 problems:
          (document): "name" is missing
          /type: "mail" is none of workflow, action, cleanup, report
          (document): "config" is missing: what is done
          /every: must be at least a second
          (document): a schedule has either "schedule", a cron expression, or "every\"\
        """);
    assertProblems(
        "[]",
        "The scheduled task has a problem:\n  (document): expected an object, found an empty list");
    assertThatThrownBy(
            () ->
                create(
                    "\"type\": \"action\", \"config\": {\"action\": \"wrok\"}, \"every\":"
                        + " \"PT1H\""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "The scheduled task has a problem:\n  /config/action: unknown action \"wrok\"");
    assertThatThrownBy(() -> schedules().create(TENANT, task(ACTS), Actor.ENGINE))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("the actor id \"engine\" is the engine's own; a person needs another");
  }

  private static void assertProblems(String json, String text) {
    assertThatThrownBy(() -> ScheduledTask.parse(json))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(text);
  }

  @Test
  void a_task_reads_back_as_it_is_written() {
    ScheduledTask task =
        task(
            ACTS
                + ", \"anchor\": \"2026-01-01\", \"timezone\": \"Europe/Amsterdam\", \"jitter\":"
                + " \"PT5M\", \"from\": \"2026-01-01T08:00\", \"until\": \"2027-01-01T08:00:00Z\","
                + " \"enabled\": false, \"max_retries\": 3, \"misfire\": \"all\", \"within\":"
                + " \"PT2H\", \"overlap\": \"replace\"");
    assertThat(ScheduledTask.parse(task.toJson())).isEqualTo(task);
    assertThat(ScheduledTask.parse(task.toJson().toString())).isEqualTo(task);
  }

  @Test
  void pages_of_tasks_and_of_ticks_follow_each_other() {
    publish();
    Schedule first = create(STARTS);
    schedules().create(TENANT, ScheduledTask.parse("{\"name\": \"b\", " + ACTS + "}"), ANN);
    kit.advance(Duration.ofHours(3));
    var page = schedules().list(TENANT, null, null, 1);
    assertThat(page.items()).extracting(Schedule::id).containsExactly(first.id());
    assertThat(schedules().list(TENANT, null, page.next().orElseThrow(), 9).items())
        .extracting(one -> one.task().name())
        .containsExactly("b");
    var ticks = schedules().history(TENANT, first.id(), null, 2);
    assertThat(schedules().history(TENANT, first.id(), ticks.next().orElseThrow(), 9).items())
        .extracting(Tick::plannedAt)
        .containsExactly(Instant.parse("2026-01-05T10:00:00Z"));
    for (String wrong : List.of("x", page.next().orElseThrow())) {
      assertThatThrownBy(() -> schedules().history(TENANT, first.id(), wrong, 9))
          .isInstanceOf(InvalidInputException.class);
    }
    assertThatThrownBy(() -> schedules().next(TENANT, first.id(), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The count has a problem:\n  (document): is 0; it must be 1 to 1000");
  }
}
