package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.START;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Definitions.KeptHistory;
import dev.workflow.EngineOptions;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.WorkflowInstance;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.Trigger.Misfire;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.ScheduleId;
import dev.workflow.schedule.Schedules;
import dev.workflow.schedule.Tick;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.TickRow;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workflows that start by time: which ticks come, and what becomes of them. */
public abstract class SchedulesContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");
  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";
  private static final String WAITS =
      "[{\"id\": \"a\", \"wait\": {\"event\": \"go\", \"correlation\": \"x\"}}]";

  private Schedules schedules() {
    return kit.engine().schedules();
  }

  /** Publishes the workflow {@code s} with one trigger by time. */
  private Schedule scheduled(String trigger, String steps) {
    publishScheduled(trigger, steps);
    return only();
  }

  private void publishScheduled(String triggers, String steps) {
    kit.publish("{\"key\": \"s\", \"triggers\": [" + triggers + "], \"steps\": " + steps + "}");
  }

  private Schedule only() {
    List<Schedule> all = schedules().list(TENANT, "s", null, 10).items();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private List<Tick> history(Schedule schedule) {
    return schedules().history(TENANT, schedule.id(), null, 1_000).items();
  }

  private List<Tick.State> ticks(Schedule schedule) {
    return history(schedule).stream().map(Tick::state).toList();
  }

  private static Instant at(String time) {
    return Instant.parse("2026-01-05T" + time + ":00Z");
  }

  /** Lets nobody be there for a while. */
  private void down(Duration time) {
    kit.clock().advance(time);
  }

  private void end(InstanceId instance) {
    kit.engine().instances().cancel(TENANT, instance, ANN, null);
    kit.run();
  }

  @Test
  void a_tick_starts_an_instance_that_sees_which_tick_it_is() {
    Schedule schedule =
        scheduled("{\"schedule\": \"0 10 * * *\", \"input\": {\"list\": \"weekly\"}}", WORK);
    assertThat(schedule.nextAt()).isEqualTo(at("10:00"));
    assertThat(schedule.state()).isEqualTo(Schedule.State.ACTIVE);
    kit.advance(Duration.ofMinutes(59));
    assertThat(states("s")).isEmpty();
    kit.advance(Duration.ofMinutes(1));

    assertThat(states("s")).containsExactly(InstanceState.COMPLETED);
    Tick tick = history(schedule).get(0);
    assertThat(tick.id()).isEqualTo(schedule.id() + "/2026-01-05T10:00:00Z");
    assertThat(tick)
        .extracting(
            Tick::plannedAt,
            Tick::kind,
            Tick::state,
            Tick::attempt,
            Tick::startedAt,
            Tick::endedAt,
            Tick::durationMillis,
            Tick::output,
            Tick::reason,
            Tick::by)
        .containsExactly(
            at("10:00"),
            Tick.Kind.TICK,
            Tick.State.COMPLETED,
            1,
            at("10:00"),
            at("10:00"),
            0L,
            "{\"step\":\"a\"}",
            null,
            null);
    assertThat(only().nextAt()).isEqualTo(Instant.parse("2026-01-06T10:00:00Z"));
    assertThat(only().running()).isZero();
  }

  @Test
  void what_a_schedule_gives_is_the_input_of_the_instance() {
    answer =
        context ->
            ActionResult.completed(
                json("{}")
                    .<com.fasterxml.jackson.databind.node.ObjectNode>set("got", context.config()));
    Schedule schedule =
        scheduled(
            "{\"schedule\": \"0 10 * * *\", \"input\": {\"list\": \"weekly\"}}",
            """
            [{"id": "a", "action": "work",
              "config": {"list": "{{input.list}}", "tick": "{{input.schedule.tick}}", "at": "{{input.schedule.plannedAt}}"}}]
            """);
    kit.advance(Duration.ofHours(1));

    assertThat(history(schedule).get(0).output())
        .isEqualTo(
            "{\"got\":{\"list\":\"weekly\",\"tick\":\""
                + schedule.id()
                + "/2026-01-05T10:00:00Z\",\"at\":\"2026-01-05T10:00:00Z\"}}");
  }

  @Test
  void every_tick_comes_once_at_its_time() {
    Schedule schedule =
        scheduled("{\"every\": \"PT15M\", \"anchor\": \"2026-01-05T08:50:00Z\"}", WORK);
    kit.advance(Duration.ofHours(1));

    assertThat(history(schedule))
        .extracting(Tick::plannedAt, Tick::startedAt)
        .containsExactly(
            tuple(at("09:50"), at("09:50")),
            tuple(at("09:35"), at("09:35")),
            tuple(at("09:20"), at("09:20")),
            tuple(at("09:05"), at("09:05")));
    assertThat(states("s")).hasSize(4);
  }

  @Test
  void a_schedule_goes_by_the_clock_of_its_zone_over_a_change_of_clocks() {
    kit.clock().moveTo(Instant.parse("2026-03-28T00:00:00Z"));
    Schedule schedule =
        scheduled("{\"schedule\": \"30 2 * * *\", \"timezone\": \"Europe/Amsterdam\"}", WORK);

    assertThat(schedules().next(TENANT, schedule.id(), 3))
        .containsExactly(
            Instant.parse("2026-03-28T01:30:00Z"),
            Instant.parse("2026-03-29T01:00:00Z"),
            Instant.parse("2026-03-30T00:30:00Z"));
    kit.advance(Duration.ofDays(3));
    assertThat(history(schedule))
        .extracting(Tick::plannedAt)
        .containsExactly(
            Instant.parse("2026-03-30T00:30:00Z"),
            Instant.parse("2026-03-29T01:00:00Z"),
            Instant.parse("2026-03-28T01:30:00Z"));
  }

  @Test
  void a_schedule_ticks_between_its_moments_and_then_no_more() {
    Schedule schedule =
        scheduled(
            "{\"every\": \"PT1H\", \"from\": \"2026-01-05T11:00\", \"until\": \"2026-01-05T12:00\"}",
            WORK);
    kit.advance(Duration.ofDays(1));

    assertThat(history(schedule))
        .extracting(Tick::plannedAt)
        .containsExactly(at("12:00"), at("11:00"));
    assertThat(only().nextAt()).isNull();
    assertThat(kit.engine().nextDue()).isEmpty();
  }

  @Test
  void jitter_puts_all_ticks_of_a_schedule_off_by_the_same_time_and_changes_no_id() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\", \"jitter\": \"PT10M\"}", WORK);
    kit.advance(Duration.ofHours(3));

    List<Tick> ticks = history(schedule);
    Duration off = Duration.between(ticks.get(0).plannedAt(), ticks.get(0).startedAt());
    assertThat(off).isLessThan(Duration.ofMinutes(10));
    assertThat(ticks)
        .allSatisfy(
            tick -> {
              assertThat(tick.plannedAt().getEpochSecond() % 3_600).isZero();
              assertThat(Duration.between(tick.plannedAt(), tick.startedAt())).isEqualTo(off);
            });
    assertThat(ticks).hasSizeBetween(2, 3);
  }

  @Test
  void of_missed_ticks_the_newest_makes_up_for_all() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\"}", WORK);
    down(Duration.ofHours(5).plusMinutes(30));
    kit.run();

    assertThat(history(schedule))
        .extracting(Tick::plannedAt, Tick::kind, Tick::state, Tick::reason)
        .containsExactly(
            tuple(at("14:00"), Tick.Kind.TICK, Tick.State.COMPLETED, null),
            tuple(
                at("13:00"),
                Tick.Kind.MISSED,
                Tick.State.DROPPED,
                "4 ticks from 2026-01-05T10:00:00Z to 2026-01-05T13:00:00Z were missed"));
    assertThat(only().nextAt()).isEqualTo(at("15:00"));
  }

  @Test
  void a_tick_of_sixty_seconds_ago_is_not_missed_and_an_older_one_is() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\", \"misfire\": \"skip\"}", WORK);
    down(Duration.ofHours(1).plusSeconds(60));
    kit.run();
    down(Duration.ofHours(1).plusNanos(1_000));
    kit.run();

    assertThat(history(schedule))
        .extracting(Tick::plannedAt, Tick::state, Tick::reason)
        .containsExactly(
            tuple(at("11:00"), Tick.State.DROPPED, "the tick was missed"),
            tuple(at("10:00"), Tick.State.COMPLETED, null));
  }

  @Test
  void all_missed_ticks_run_one_after_the_other_oldest_first() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\", \"misfire\": \"all\"}", WAITS);
    down(Duration.ofHours(3).plusMinutes(30));
    kit.run();
    assertThat(ticks(schedule))
        .containsExactly(Tick.State.QUEUED, Tick.State.QUEUED, Tick.State.RUNNING);
    end(history(schedule).get(2).instance());
    assertThat(ticks(schedule))
        .containsExactly(Tick.State.QUEUED, Tick.State.RUNNING, Tick.State.CANCELED);
    assertThat(only()).extracting(Schedule::running, Schedule::queued).containsExactly(1, 1);
  }

  @Test
  void of_a_year_of_missed_seconds_the_newest_thousand_run_and_the_others_leave_one_entry() {
    Schedule schedule =
        scheduled(
            "{\"schedule\": \"* * * * * *\", \"misfire\": \"all\", \"overlap\": \"allow\"}",
            "[{\"id\": \"a\", \"delay\": \"P1D\"}]");
    down(Duration.ofDays(365));
    kit.run();

    List<Tick> ticks = schedules().history(TENANT, schedule.id(), null, 1_000).items();
    Instant now = START.plus(Duration.ofDays(365));
    assertThat(ticks.get(0).plannedAt()).isEqualTo(now);
    assertThat(schedules().get(TENANT, schedule.id()).running()).isEqualTo(1_061);
    assertThat(
            schedules()
                .history(
                    TENANT,
                    schedule.id(),
                    schedules().history(TENANT, schedule.id(), null, 1_000).next().orElseThrow(),
                    100)
                .items())
        .hasSize(62)
        .last()
        .extracting(Tick::kind, Tick::plannedAt, Tick::reason)
        .containsExactly(
            Tick.Kind.MISSED,
            now.minusSeconds(1_061),
            "10000 or more ticks from 2026-01-05T09:00:01Z to "
                + now.minusSeconds(1_061)
                + " were missed");
  }

  @Test
  void missed_ticks_that_are_too_old_are_dropped() {
    Schedule schedule =
        scheduled("{\"every\": \"PT1H\", \"misfire\": \"all\", \"within\": \"PT2H\"}", WORK);
    down(Duration.ofHours(5).plusMinutes(30));
    kit.run();

    assertThat(history(schedule))
        .extracting(Tick::plannedAt, Tick::state)
        .containsExactly(
            tuple(at("14:00"), Tick.State.COMPLETED),
            tuple(at("13:00"), Tick.State.COMPLETED),
            tuple(at("12:00"), Tick.State.DROPPED));
  }

  @Test
  void a_clock_that_goes_back_doubles_no_tick_and_loses_none() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\"}", WORK);
    kit.advance(Duration.ofHours(2));
    try (var behind =
        customize(
                dev.workflow.WorkflowEngine.builder()
                    .store(store)
                    .clock(() -> START.plus(Duration.ofMinutes(30))))
            .build()) {
      behind.runUntilIdle();
    }
    kit.advance(Duration.ofHours(1));

    assertThat(history(schedule))
        .extracting(Tick::plannedAt)
        .containsExactly(at("12:00"), at("11:00"), at("10:00"));
  }

  @Test
  void a_clock_that_jumps_a_day_ahead_and_back_runs_each_tick_once() {
    Schedule schedule = scheduled("{\"every\": \"PT6H\", \"misfire\": \"all\"}", WORK);
    try (var ahead =
        customize(
                dev.workflow.WorkflowEngine.builder()
                    .store(store)
                    .clock(() -> START.plus(Duration.ofDays(1))))
            .build()) {
      ahead.runUntilIdle();
    }
    List<String> afterTheJump = history(schedule).stream().map(Tick::id).toList();
    assertThat(afterTheJump).hasSize(4);
    kit.advance(Duration.ofDays(1));
    assertThat(history(schedule)).extracting(Tick::id).containsExactlyElementsOf(afterTheJump);
    kit.advance(Duration.ofHours(6));
    assertThat(history(schedule)).hasSize(5);
    assertThat(calls).hasSize(5);
  }

  @Test
  void a_tick_is_skipped_while_an_earlier_one_runs_or_is_paused() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\"}", WAITS);
    kit.advance(Duration.ofHours(1));
    InstanceId first = history(schedule).get(0).instance();
    kit.engine().instances().pause(TENANT, first, ANN, null);
    kit.advance(Duration.ofHours(1));
    end(first);
    kit.advance(Duration.ofHours(1));

    assertThat(history(schedule))
        .extracting(Tick::state, Tick::reason)
        .containsExactly(
            tuple(Tick.State.RUNNING, null),
            tuple(Tick.State.SKIPPED, "an earlier tick is still running"),
            tuple(Tick.State.CANCELED, null));
  }

  @Test
  void an_instance_that_failed_and_goes_on_is_under_way_again() {
    answer = context -> ActionResult.failed("no", false);
    Schedule schedule =
        scheduled(
            "{\"every\": \"PT1H\"}",
            "[{\"id\": \"a\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}},"
                + " {\"id\": \"w\", \"wait\": {\"event\": \"go\", \"correlation\": \"x\"}}]");
    kit.advance(Duration.ofHours(1));
    assertThat(ticks(schedule)).containsExactly(Tick.State.FAILED);
    answer = context -> ActionResult.completed();
    kit.engine().instances().retry(TENANT, history(schedule).get(0).instance(), ANN);
    kit.run();
    assertThat(ticks(schedule)).containsExactly(Tick.State.RUNNING);
    kit.advance(Duration.ofHours(1));
    assertThat(ticks(schedule)).containsExactly(Tick.State.SKIPPED, Tick.State.RUNNING);
  }

  @Test
  void ticks_that_queue_run_in_their_order_each_when_the_one_before_has_ended() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\", \"overlap\": \"queue\"}", WAITS);
    kit.advance(Duration.ofHours(3));
    assertThat(ticks(schedule))
        .containsExactly(Tick.State.QUEUED, Tick.State.QUEUED, Tick.State.RUNNING);
    end(history(schedule).get(2).instance());

    assertThat(history(schedule))
        .extracting(Tick::state, Tick::startedAt)
        .containsExactly(
            tuple(Tick.State.QUEUED, null),
            tuple(Tick.State.RUNNING, at("12:00")),
            tuple(Tick.State.CANCELED, at("10:00")));
  }

  @Test
  void no_more_than_a_thousand_ticks_wait_and_the_newest_are_dropped() {
    Schedule schedule = scheduled("{\"every\": \"PT1M\", \"overlap\": \"queue\"}", WAITS);
    kit.advance(Duration.ofMinutes(1));
    assertThat(
            schedules()
                .backfill(TENANT, schedule.id(), START.minus(Duration.ofMinutes(999)), START, ANN))
        .isEqualTo(999);
    kit.advance(Duration.ofMinutes(2));

    assertThat(history(schedule).subList(0, 3))
        .extracting(Tick::state, Tick::reason)
        .containsExactly(
            tuple(Tick.State.DROPPED, "1000 ticks are waiting already"),
            tuple(Tick.State.QUEUED, null),
            tuple(Tick.State.RUNNING, null));
    assertThat(only().queued()).isEqualTo(1_000);
    assertThatThrownBy(
            () -> schedules().backfill(TENANT, schedule.id(), at("00:00"), at("00:01"), ANN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The time has a problem:
              (document): has more ticks than can wait, which are 1000 with those that wait already; fill in a shorter one first""");
  }

  @Test
  void ticks_that_may_overlap_run_beside_each_other() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\", \"overlap\": \"allow\"}", WAITS);
    kit.advance(Duration.ofHours(3));
    assertThat(ticks(schedule))
        .containsExactly(Tick.State.RUNNING, Tick.State.RUNNING, Tick.State.RUNNING);
  }

  @Test
  void a_tick_that_replaces_ends_what_runs_and_then_begins() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\", \"overlap\": \"replace\"}", WAITS);
    kit.advance(Duration.ofHours(2));

    assertThat(history(schedule))
        .extracting(Tick::state, Tick::reason)
        .containsExactly(
            tuple(Tick.State.RUNNING, null),
            tuple(Tick.State.CANCELED, "replaced by a newer tick"));
    assertThat(states("s")).containsExactly(InstanceState.ACTIVE, InstanceState.CANCELED);
    WorkflowInstance replaced = instance(history(schedule).get(1).instance());
    assertThat(replaced.reason()).isEqualTo("replaced by a newer tick of its schedule");
  }

  @Test
  void a_workflow_that_skips_a_second_instance_itself_leaves_the_tick_skipped() {
    kit.publish(
        """
        {"key": "s", "triggers": [{"every": "PT1H", "overlap": "allow"}],
         "concurrency": {"key": "one", "policy": "skip"}, "steps": %s}
        """
            .formatted(WAITS));
    kit.advance(Duration.ofHours(2));
    assertThat(history(only()))
        .extracting(Tick::state, Tick::reason)
        .containsExactly(
            tuple(
                Tick.State.SKIPPED,
                "an instance of the workflow with the same concurrency key is active"),
            tuple(Tick.State.RUNNING, null));
  }

  @Test
  void a_new_version_with_the_same_times_keeps_the_schedule_and_loses_no_tick() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\"}", WAITS);
    kit.advance(Duration.ofHours(1));
    down(Duration.ofHours(1));
    publishScheduled("{\"every\": \"PT1H\", \"overlap\": \"allow\"}", WORK);
    kit.run();

    assertThat(only().id()).isEqualTo(schedule.id());
    assertThat(history(schedule))
        .extracting(Tick::plannedAt, Tick::state)
        .containsExactly(
            tuple(at("11:00"), Tick.State.COMPLETED), tuple(at("10:00"), Tick.State.RUNNING));
  }

  @Test
  void a_new_version_with_other_times_ticks_anew_and_still_waits_for_what_runs() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\"}", WAITS);
    kit.advance(Duration.ofHours(1));
    down(Duration.ofHours(1));
    publishScheduled("{\"every\": \"PT30M\"}", WORK);
    assertThat(only().nextAt()).isEqualTo(at("11:30"));
    kit.advance(Duration.ofMinutes(30));

    assertThat(only().id()).isEqualTo(schedule.id());
    assertThat(ticks(schedule)).containsExactly(Tick.State.SKIPPED, Tick.State.RUNNING);
  }

  @Test
  void a_workflow_may_have_several_schedules_each_by_itself() {
    publishScheduled("{\"every\": \"PT1H\"}, {\"schedule\": \"30 9 * * *\"}", WORK);
    kit.advance(Duration.ofHours(1));
    assertThat(states("s")).hasSize(2);
    publishScheduled("{\"schedule\": \"30 9 * * *\"}", WORK);
    assertThat(schedules().list(TENANT, "s", null, 10).items())
        .extracting(one -> one.timing().cron() == null, Schedule::state)
        .containsExactlyInAnyOrder(
            tuple(true, Schedule.State.ENDED), tuple(false, Schedule.State.ACTIVE));
  }

  @Test
  void disabling_stops_it_what_runs_finishes_and_enabling_begins_anew() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\", \"overlap\": \"queue\"}", WAITS);
    kit.advance(Duration.ofHours(2));
    kit.publish(
        "{\"key\": \"s\", \"enabled\": false, \"triggers\": [{\"every\": \"PT1H\"}], \"steps\": "
            + WORK
            + "}");
    kit.advance(Duration.ofHours(2));
    assertThat(only().state()).isEqualTo(Schedule.State.ENDED);
    assertThat(history(schedule))
        .extracting(Tick::state, Tick::reason)
        .containsExactly(
            tuple(Tick.State.DROPPED, "the workflow has no such schedule any more"),
            tuple(Tick.State.RUNNING, null));
    assertThatThrownBy(() -> schedules().runNow(TENANT, schedule.id(), true, ANN))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage("schedule " + schedule.id() + " is ENDED and cannot run");
    end(history(schedule).get(1).instance());
    assertThat(ticks(schedule)).containsExactly(Tick.State.DROPPED, Tick.State.CANCELED);

    publishScheduled("{\"every\": \"PT1H\"}", WORK);
    assertThat(only())
        .extracting(Schedule::id, Schedule::nextAt)
        .containsExactly(schedule.id(), at("14:00"));
  }

  @Test
  void archiving_the_newest_version_brings_back_the_schedule_of_the_one_before() {
    publishScheduled("{\"every\": \"PT1H\"}", WORK);
    publishScheduled("{\"every\": \"PT2H\"}", WORK);
    kit.engine().definitions().archive(TENANT, WorkflowRef.of("s", 2), ANN);
    assertThat(only().nextAt()).isEqualTo(at("10:00"));
    kit.engine().definitions().archive(TENANT, WorkflowRef.of("s", 1), ANN);
    assertThat(only())
        .extracting(Schedule::state, Schedule::nextAt)
        .containsExactly(Schedule.State.ENDED, null);
  }

  @Test
  void deleting_a_workflow_ends_its_schedule_or_removes_it_with_the_history() {
    publishScheduled("{\"every\": \"PT1H\"}", WORK);
    kit.advance(Duration.ofHours(1));
    kit.engine().definitions().delete(TENANT, "s", KeptHistory.ALL, ANN);
    assertThat(only().state()).isEqualTo(Schedule.State.ENDED);
    assertThat(history(only())).hasSize(1);
    kit.engine().definitions().delete(TENANT, "s", KeptHistory.NONE, ANN);
    assertThat(schedules().list(TENANT, null, null, 10).items()).isEmpty();
  }

  @Test
  void while_it_is_paused_nothing_ticks_and_nothing_is_made_up_for() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\"}", WORK);
    schedules().pause(TENANT, schedule.id(), ANN);
    assertThatThrownBy(() -> schedules().pause(TENANT, schedule.id(), ANN))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage("schedule " + schedule.id() + " is PAUSED and cannot be paused");
    kit.advance(Duration.ofHours(3));
    publishScheduled("{\"every\": \"PT1H\"}", WAITS);
    assertThat(only().state()).isEqualTo(Schedule.State.PAUSED);
    schedules().resume(TENANT, schedule.id(), ANN);
    kit.run();
    assertThat(history(schedule)).isEmpty();
    assertThat(only().nextAt()).isEqualTo(at("13:00"));
  }

  @Test
  void whoever_resumes_may_let_it_catch_up() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\", \"misfire\": \"skip\"}", WORK);
    schedules().pause(TENANT, schedule.id(), ANN);
    kit.advance(Duration.ofHours(3));
    schedules().resume(TENANT, schedule.id(), Misfire.ALL, ANN);
    kit.run();
    assertThat(history(schedule))
        .extracting(Tick::plannedAt, Tick::startedAt, Tick::state)
        .containsExactly(
            tuple(at("12:00"), at("12:00"), Tick.State.COMPLETED),
            tuple(at("11:00"), at("12:00"), Tick.State.COMPLETED),
            tuple(at("10:00"), at("12:00"), Tick.State.COMPLETED));
    assertThat(only().nextAt()).isEqualTo(at("13:00"));
  }

  @Test
  void it_runs_now_beside_its_plan_and_obeys_overlap_unless_forced() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\"}", WAITS);
    Tick first = schedules().runNow(TENANT, schedule.id(), false, ANN);
    Tick second = schedules().runNow(TENANT, schedule.id(), false, ANN);
    Tick forced = schedules().runNow(TENANT, schedule.id(), true, ANN);

    assertThat(first.id()).isEqualTo(schedule.id() + "/2026-01-05T09:00:00Z/run");
    assertThat(List.of(first, second, forced))
        .extracting(Tick::kind, Tick::state, Tick::by)
        .containsExactly(
            tuple(Tick.Kind.RUN, Tick.State.RUNNING, ANN),
            tuple(Tick.Kind.RUN, Tick.State.SKIPPED, ANN),
            tuple(Tick.Kind.RUN, Tick.State.RUNNING, ANN));
    assertThat(only())
        .extracting(Schedule::running, Schedule::nextAt)
        .containsExactly(2, at("10:00"));
    assertThat(instance(forced.instance()).state()).isEqualTo(InstanceState.ACTIVE);
  }

  @Test
  void ticks_of_the_past_can_be_filled_in_and_none_runs_twice() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\"}", WORK);
    kit.advance(Duration.ofHours(2));
    assertThat(schedules().backfill(TENANT, schedule.id(), at("07:00"), at("13:00"), ANN))
        .isEqualTo(3);
    kit.run();

    assertThat(history(schedule))
        .extracting(Tick::plannedAt, Tick::state, Tick::by)
        .containsExactly(
            tuple(at("11:00"), Tick.State.COMPLETED, null),
            tuple(at("10:00"), Tick.State.COMPLETED, null),
            tuple(at("09:00"), Tick.State.COMPLETED, ANN),
            tuple(at("08:00"), Tick.State.COMPLETED, ANN),
            tuple(at("07:00"), Tick.State.COMPLETED, ANN));
    assertThat(schedules().backfill(TENANT, schedule.id(), at("07:00"), at("13:00"), ANN)).isZero();
    assertThat(states("s")).hasSize(5);
  }

  @Test
  void old_ticks_are_removed_and_what_runs_stays() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\", \"overlap\": \"allow\"}", WAITS);
    kit.advance(Duration.ofHours(2));
    end(history(schedule).get(1).instance());
    assertThat(schedules().purge(TENANT, at("11:00"), removed -> {})).isZero();
    kit.advance(Duration.ofMinutes(1));
    assertThat(schedules().purge(TENANT, at("11:01"), removed -> {})).isEqualTo(1);
    assertThat(ticks(schedule)).containsExactly(Tick.State.RUNNING);
  }

  @Test
  void an_instance_that_is_removed_leaves_its_tick_as_it_ended() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\"}", WORK);
    kit.advance(Duration.ofHours(1));
    kit.engine().instances().purge(TENANT, START.plus(Duration.ofDays(9)), removed -> {});
    kit.advance(Duration.ofHours(1));
    assertThat(ticks(schedule)).containsExactly(Tick.State.COMPLETED, Tick.State.COMPLETED);
  }

  @Test
  void what_a_person_starts_with_the_id_of_a_tick_changes_nothing() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\"}", WAITS);
    kit.advance(Duration.ofHours(1));
    String tick = history(schedule).get(0).id();
    for (String forged : List.of(tick, tick + "/run", "nonsense", "2026/x")) {
      InstanceId other =
          kit.start("s", null, json("{\"schedule\": {\"tick\": \"" + forged + "\"}}"));
      end(other);
    }
    assertThat(ticks(schedule)).containsExactly(Tick.State.RUNNING);
  }

  @Test
  void nobody_sees_or_changes_the_schedules_of_another_tenant() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\"}", WORK);
    TenantId other = TenantId.of("other");
    assertThat(schedules().list(other, null, null, 10).items()).isEmpty();
    assertThatThrownBy(() -> schedules().get(other, schedule.id()))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant other has no schedule " + schedule.id());
    assertThatThrownBy(() -> schedules().pause(other, schedule.id(), ANN))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> schedules().get(TENANT, ScheduleId.parse("x")))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> schedules().delete(TENANT, schedule.id(), ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "the schedule is a trigger of the workflow \"s\"; publish a version of it without the"
                + " trigger, or pause it");
  }

  @Test
  void what_a_transaction_publishes_ticks_once_that_has_committed() {
    assertThatThrownBy(
            () ->
                store.transact(
                    transaction -> {
                      kit.engine()
                          .in(transaction)
                          .definitions()
                          .publish(
                              TENANT,
                              json(
                                  "{\"key\": \"s\", \"triggers\": [{\"every\": \"PT1H\"}], \"steps\": []}"),
                              ANN);
                      assertThat(
                              kit.engine()
                                  .in(transaction)
                                  .schedules()
                                  .list(TENANT, null, null, 9)
                                  .items())
                          .hasSize(1);
                      throw new IllegalStateException("back");
                    }))
        .hasMessage("back");
    assertThat(schedules().list(TENANT, null, null, 9).items()).isEmpty();
    Schedule schedule = scheduled("{\"every\": \"PT1H\"}", WORK);
    store.transact(
        transaction -> {
          kit.engine().in(transaction).schedules().pause(TENANT, schedule.id(), ANN);
          return transaction;
        });
    kit.advance(Duration.ofHours(1));
    assertThat(history(schedule)).isEmpty();
  }

  @Test
  void news_of_a_schedule_that_cannot_be_read_keeps_no_other_schedule_from_ticking() {
    Schedule broken = scheduled("{\"schedule\": \"0 * * * *\", \"overlap\": \"queue\"}", WAITS);
    kit.publish(
        "{\"key\": \"t\", \"triggers\": [{\"schedule\": \"30 * * * *\"}], \"steps\": "
            + WORK
            + "}");
    kit.advance(Duration.ofHours(1));
    InstanceId waits = instances("s").get(0);
    ScheduleRow.Key key = new ScheduleRow.Key(TENANT, broken.id().value());
    ScheduleRow row =
        store.transact(transaction -> transaction.schedules().find(key)).orElseThrow();
    rewrite(row.with(row.position(), "{\"schedule\": \"of a newer release\"}"));
    end(waits);
    kit.advance(Duration.ofHours(2));
    assertThat(instances("t")).hasSize(3);
    ScheduleRow now =
        store.transact(transaction -> transaction.schedules().find(key)).orElseThrow();
    rewrite(now.with(row.position(), row.document()));
    kit.run();
    assertThat(ticks(broken)).endsWith(Tick.State.RUNNING, Tick.State.CANCELED);
  }

  private List<InstanceId> instances(String workflow) {
    return kit
        .engine()
        .instances()
        .list(dev.workflow.Instances.Query.of(TENANT).workflow(workflow), null, 10)
        .items()
        .stream()
        .map(dev.workflow.Instances.Summary::id)
        .toList();
  }

  private void rewrite(ScheduleRow row) {
    store.transact(
        transaction -> {
          transaction.schedules().update(List.of(row));
          return row;
        });
  }

  @Test
  void a_schedule_and_a_tick_in_states_of_a_newer_release_are_shown_and_left_alone() {
    Schedule schedule = scheduled("{\"every\": \"PT1H\"}", WAITS);
    kit.advance(Duration.ofHours(1));
    InstanceId waits = history(schedule).get(0).instance();
    ScheduleRow.Key key = new ScheduleRow.Key(TENANT, schedule.id().value());
    ScheduleRow row =
        store.transact(transaction -> transaction.schedules().find(key)).orElseThrow();
    ScheduleRow.Progress known = row.progress();
    rewrite(row.with(inState("WATCHED", known)));
    TickRow tick =
        store.transact(transaction -> transaction.schedules().history(key, null, 1)).get(0);
    TickRow held =
        new TickRow(
            tick.key(), "HELD", 1, tick.instance(), tick.startedAt(), null, null, null, null, null);
    store.transact(
        transaction -> {
          transaction.schedules().putTicks(List.of(held));
          return held;
        });
    end(waits);
    kit.advance(Duration.ofHours(2));

    assertThat(only().state()).isEqualTo(Schedule.State.UNRECOGNIZED);
    assertThat(history(schedule)).extracting(Tick::state).containsExactly(Tick.State.UNRECOGNIZED);
    assertThatThrownBy(() -> schedules().pause(TENANT, schedule.id(), ANN))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage("schedule " + schedule.id() + " is WATCHED and cannot be paused");
    assertThatThrownBy(() -> schedules().runNow(TENANT, schedule.id(), true, ANN))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage("schedule " + schedule.id() + " is WATCHED and cannot run");
    ScheduleRow now =
        store.transact(transaction -> transaction.schedules().find(key)).orElseThrow();
    assertThat(now.progress().nextAt()).isEqualTo(known.nextAt());

    rewrite(now.with(inState("ACTIVE", now.progress())));
    kit.advance(Duration.ofMinutes(5));
    assertThat(only().state()).isEqualTo(Schedule.State.ACTIVE);
    assertThat(only().nextAt()).isAfter(known.nextAt());
  }

  private static ScheduleRow.Progress inState(String state, ScheduleRow.Progress was) {
    return new ScheduleRow.Progress(
        state, was.nextAt(), was.dueAt(), was.running(), was.queued(), was.retryAt());
  }

  @Test
  void tenants_with_very_many_that_are_due_and_those_with_one_take_turns() {
    kit.close();
    kit =
        WorkflowTestKit.on(
            store,
            builder -> customize(builder).options(EngineOptions.defaults().withBatchSize(4)));
    TenantId other = TenantId.of("zz");
    String document =
        "{\"key\": \"w%d\", \"triggers\": [{\"schedule\": \"%d 10 * * *\"}], \"steps\": "
            + WORK
            + "}";
    for (int i = 0; i < 13; i++) {
      TenantId tenant = i < 12 ? TENANT : other;
      WorkflowDefinition one = WorkflowDefinition.parse(document.formatted(i, i / 12));
      kit.engine().definitions().publish(tenant, one);
    }
    down(Duration.ofMinutes(62));
    kit.run();
    InstanceId last = newest(TENANT);
    assertThat(newest(other)).isLessThan(last);
    assertThat(calls).hasSize(13);
  }

  private InstanceId newest(TenantId tenant) {
    var query = Instances.Query.of(tenant);
    return kit.engine().instances().list(query, null, 1).items().get(0).id();
  }
}
