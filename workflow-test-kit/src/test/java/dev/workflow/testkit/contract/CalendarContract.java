package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.upcoming.UpcomingWork;
import dev.workflow.upcoming.UpcomingWork.Change;
import dev.workflow.upcoming.UpcomingWork.Entry;
import dev.workflow.upcoming.UpcomingWork.Kind;
import dev.workflow.upcoming.UpcomingWork.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is to come by time, listed and changed. */
public abstract class CalendarContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");
  private static final Instant MONDAY = Instant.parse("2026-01-05T09:00:00Z");
  private static final String LATER =
      "[{\"id\": \"call\", \"action\": \"work\", \"delay\": \"P2D\"}]";

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .actors(
            (tenant, actor, subject) ->
                actor.equals(Actor.of("bob"))
                    ? Set.of("CLERK")
                    : Set.of(ActorDirectory.ADMIN, "CLERK"));
  }

  private UpcomingWork upcoming() {
    return kit.engine().upcoming();
  }

  private List<Entry> list(Query query) {
    return upcoming().list(TENANT, query, null, 100).items();
  }

  private List<String> told(Query query) {
    return list(query).stream().map(Entry::toString).toList();
  }

  private Entry only(Kind kind) {
    List<Entry> entries = list(Query.all().of(kind));
    assertThat(entries).hasSize(1);
    return entries.get(0);
  }

  @Test
  void it_shows_all_that_is_to_come_in_the_order_of_time() {
    kit.sender("email");
    kit.publish(
        """
        {"key": "w", "triggers": [{"event": "lead.created"}, {"schedule": "0 9 * * THU"}],
         "steps": [{"id": "all", "parallel": [
          {"name": "a", "steps": [{"id": "call", "action": "work", "delay": "P2D"}]},
          {"name": "b", "steps": [{"id": "reply",
            "wait": {"event": "message.received", "timeout": "P1D"}}]},
          {"name": "c", "steps": [{"id": "check", "action": "checklist", "config": {"items": ["x"]},
            "role": "CLERK", "due": "P4D", "timeout": "P9D",
            "reminders": [{"before": "P1D"}],
            "escalate": [{"after": "P5D", "role": "BOSS"}]}]}]}]}
        """);
    InstanceId id = kit.event("lead.created", LEAD, "{}").started().get(0).instance();

    assertThat(told(Query.all().between(MONDAY, MONDAY.plus(Duration.ofDays(30)))))
        .containsSubsequence(
            "2026-01-06T09:00:00Z TIMEOUT reply has waited for long enough",
            "2026-01-07T09:00:00Z STEP call begins",
            "2026-01-08T09:00:00Z TICK schedule of the workflow \"w\"",
            "2026-01-09T09:00:00Z DUE \"check\" is due",
            "2026-01-15T09:00:00Z TICK schedule of the workflow \"w\"");
    assertThat(told(Query.all().about(LEAD)))
        .containsExactlyInAnyOrder(
            "2026-01-06T09:00:00Z TIMEOUT reply has waited for long enough",
            "2026-01-07T09:00:00Z STEP call begins",
            "2026-01-08T09:00:00Z REMINDER reminder of check",
            "2026-01-09T09:00:00Z DUE \"check\" is due",
            "2026-01-10T09:00:00Z ESCALATION escalation of check",
            "2026-01-14T09:00:00Z TIMEOUT check has waited for long enough");
    Entry call = only(Kind.STEP);
    assertThat(call.instance()).isEqualTo(id);
    assertThat(call.workflow()).isEqualTo("w");
    assertThat(call.changes())
        .containsExactlyInAnyOrder(Change.SKIP, Change.MOVE, Change.RUN_NOW, Change.HOLD);
    assertThat(UpcomingWork.Id.parse(call.id().toString())).isEqualTo(call.id());
    assertThat(told(Query.all().about(SubjectRef.of("lead", "7")))).isEmpty();
    assertThat(told(Query.all().ofWorkflow("other"))).isEmpty();
    assertThat(told(Query.all().between(MONDAY, MONDAY.plus(Duration.ofDays(1))))).isEmpty();
    assertThat(upcoming().list(TenantId.of("stranger"), Query.all(), null, 9).items()).isEmpty();

    List<String> paged = new ArrayList<>();
    String cursor = null;
    do {
      Page<Entry> page = upcoming().list(TENANT, Query.all(), cursor, 1);
      page.items().forEach(one -> paged.add(one.toString()));
      cursor = page.next().orElse(null);
    } while (cursor != null);
    assertThat(paged).isEqualTo(told(Query.all())).hasSize(7);
  }

  @Test
  void a_step_is_moved_and_the_history_says_who_and_why() {
    InstanceId id = run(LATER, "{}");
    upcoming().move(TENANT, only(Kind.STEP).id(), MONDAY.plusSeconds(60), ANN, "sooner");
    assertThat(told(Query.all()))
        .containsExactly(
            "2026-01-05T09:01:00Z STEP call begins: moved from 2026-01-07T09:00:00Z: sooner");
    HistoryEntry last = kit.engine().history().of(TENANT, id).get(2);
    assertThat(last.actor()).isEqualTo(ANN);
    assertThat(last.reason()).isEqualTo("moved from 2026-01-07T09:00:00Z: sooner");
    kit.advance(Duration.ofMinutes(1));
    assertThat(calls).containsExactly("call/1");
    assertThat(told(Query.all())).isEmpty();
  }

  @Test
  void a_step_is_left_out_or_run_before_its_time() {
    InstanceId skipped = run(LATER, "{}");
    upcoming().skip(TENANT, only(Kind.STEP).id(), ANN, "not needed");
    assertInstance(skipped).isCompleted();
    assertThat(instance(skipped).step("call").state()).isEqualTo(StepState.SKIPPED);
    assertThat(instance(skipped).step("call").reason()).isEqualTo("not needed");

    kit.event("lead.created", LEAD, "{}");
    UpcomingWork.Id next = only(Kind.STEP).id();
    upcoming().runNow(TENANT, next, ANN, null);
    kit.advance(Duration.ZERO);
    assertThat(calls).containsExactly("call/1");
    assertThatThrownBy(() -> upcoming().runNow(TENANT, next, ANN, null))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance "
                + InstanceId.of(next.of())
                + " is COMPLETED; what is to come of it can be changed while it is ACTIVE");
  }

  @Test
  void a_step_that_is_held_does_not_begin_until_it_is_released() {
    InstanceId id = run(LATER, "{}");
    UpcomingWork.Id step = only(Kind.STEP).id();
    upcoming().hold(TENANT, step, ANN, "on holiday");
    kit.advance(Duration.ofDays(3));
    assertThat(calls).isEmpty();
    assertThat(told(Query.all()))
        .containsExactly("2026-01-07T09:00:00Z STEP (held) call begins: held: on holiday");
    assertThat(only(Kind.STEP).changes())
        .containsExactlyInAnyOrder(Change.SKIP, Change.MOVE, Change.RUN_NOW, Change.RELEASE);
    assertThatThrownBy(() -> upcoming().hold(TENANT, step, ANN, null))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage("step \"call\" is held already");

    upcoming().release(TENANT, step, ANN, null);
    kit.advance(Duration.ZERO);
    assertThat(calls).containsExactly("call/1");
    assertInstance(id).isCompleted();
    assertThat(told(Query.all())).isEmpty();
  }

  @Test
  void what_is_released_before_its_time_begins_at_it() {
    run(LATER, "{}");
    UpcomingWork.Id step = only(Kind.STEP).id();
    assertThatThrownBy(() -> upcoming().release(TENANT, step, ANN, null))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage("step \"call\" is not held");
    upcoming().hold(TENANT, step, ANN, null);
    upcoming().release(TENANT, step, ANN, null);
    kit.advance(Duration.ofDays(1));
    assertThat(calls).isEmpty();
    kit.advance(Duration.ofDays(1));
    assertThat(calls).containsExactly("call/1");
  }

  @Test
  void the_limit_of_a_wait_is_moved_taken_away_or_over_at_once() {
    String wait =
        "[{\"id\": \"reply\", \"wait\": {\"event\": \"message.received\", \"timeout\": \"P1D\"}}]";
    InstanceId id = run(wait, "{}");
    UpcomingWork.Id limit = only(Kind.TIMEOUT).id();
    upcoming().move(TENANT, limit, MONDAY.plus(Duration.ofDays(5)), ANN, null);
    kit.advance(Duration.ofDays(2));
    assertInstance(id).isActive();
    assertThatThrownBy(() -> upcoming().hold(TENANT, limit, ANN, null))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "the timeout of step \"reply\" cannot be held; move it, or skip it so that the step"
                + " waits without one");
    upcoming().skip(TENANT, limit, ANN, null);
    assertThat(told(Query.all())).isEmpty();
    kit.advance(Duration.ofDays(30));
    assertInstance(id).isActive();
    kit.event("message.received", LEAD, "{}");
    assertInstance(id).isCompleted();

    InstanceId second = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    upcoming().runNow(TENANT, only(Kind.TIMEOUT).id(), ANN, null);
    assertInstance(second).isCompleted();
    assertThat(instance(second).step("reply").output().path("timedOut").booleanValue()).isTrue();
  }

  @Test
  void a_message_is_held_released_and_skipped_as_any_other() {
    kit.sender("email");
    run(
        """
        [{"id": "mail", "action": "send_email",
          "config": {"to": "ann@example.org", "subject": "Hi", "text": "Hello",
                     "window": {"days": "MON", "from": "10:00", "to": "11:00"}}}]
        """,
        "{}");
    Entry mail = only(Kind.MESSAGE);
    assertThat(mail.at()).isEqualTo(MONDAY.plus(Duration.ofHours(1)));
    assertThat(mail.what()).isEqualTo("email to ann@example.org");
    upcoming().hold(TENANT, mail.id(), ANN, "wait");
    kit.advance(Duration.ofHours(1));
    assertThat(kit.messages()).isEmpty();
    assertThat(only(Kind.MESSAGE).held()).isTrue();
    upcoming().release(TENANT, mail.id(), ANN, null);
    kit.advance(Duration.ofMinutes(1));
    assertThat(kit.messages()).hasSize(1);
    assertThatThrownBy(() -> upcoming().skip(TENANT, mail.id(), ANN, null))
        .isInstanceOf(IllegalTransitionException.class);
  }

  @Test
  void the_next_tick_of_a_schedule_is_skipped_or_run_before_its_time() {
    kit.publish(
        """
        {"key": "w", "triggers": [{"schedule": "0 9 * * *"}],
         "steps": [{"id": "call", "action": "work"}]}
        """);
    Query days = Query.all().between(MONDAY, MONDAY.plus(Duration.ofDays(3)).plusSeconds(1));
    List<Entry> ticks = list(days);
    assertThat(ticks).hasSize(3);
    assertThat(ticks.get(0).changes()).containsExactlyInAnyOrder(Change.SKIP, Change.RUN_NOW);
    assertThat(ticks.get(1).changes()).isEmpty();
    assertThatThrownBy(() -> upcoming().skip(TENANT, ticks.get(1).id(), ANN, null))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "the next tick of schedule "
                + ticks.get(0).id().of()
                + " is 2026-01-06T09:00:00Z, not 2026-01-07T09:00:00Z, and only that one can be"
                + " changed");
    assertThatThrownBy(() -> upcoming().move(TENANT, ticks.get(0).id(), MONDAY, ANN, null))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage("a tick cannot be moved; skip it, or run it now");
    upcoming().skip(TENANT, ticks.get(0).id(), ANN, "bank holiday");
    kit.advance(Duration.ofDays(1));
    assertThat(calls).isEmpty();
    upcoming().runNow(TENANT, list(days).get(0).id(), ANN, null);
    kit.advance(Duration.ofDays(1));
    assertThat(calls).hasSize(1);
    assertThat(told(days))
        .containsExactly("2026-01-08T09:00:00Z TICK schedule of the workflow \"w\"");
    var schedule = dev.workflow.schedule.ScheduleId.of(ticks.get(0).id().of());
    assertThat(kit.engine().schedules().history(TENANT, schedule, null, 9).items())
        .extracting(tick -> tick.plannedAt() + " " + tick.state() + " " + tick.reason())
        .containsExactly(
            "2026-01-07T09:00:00Z SKIPPED run before its time",
            "2026-01-06T09:00:00Z SKIPPED bank holiday",
            "2026-01-06T09:00:00Z COMPLETED null");
  }

  @Test
  void the_due_date_of_a_task_is_moved_and_its_reminders_follow() {
    run(
        """
        [{"id": "check", "action": "checklist", "config": {"items": ["x"]},
          "role": "CLERK", "due": "P4D", "reminders": [{"before": "P1D"}]}]
        """,
        "{}");
    UpcomingWork.Id reminder = only(Kind.REMINDER).id();
    assertThatThrownBy(() -> upcoming().skip(TENANT, reminder, ANN, null))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "a reminder cannot be changed by itself; it follows the due date of its task: move"
                + " that");
    upcoming().move(TENANT, only(Kind.DUE).id(), MONDAY.plus(Duration.ofDays(8)), ANN, null);
    assertThat(told(Query.all()))
        .containsExactly(
            "2026-01-12T09:00:00Z REMINDER reminder of check",
            "2026-01-13T09:00:00Z DUE \"check\" is due");
  }

  @Test
  void another_node_heeds_what_was_changed_on_this_one() {
    InstanceId id = run(LATER, "{}");
    try (WorkflowEngine other =
        customize(WorkflowEngine.builder()).store(store).clock(kit.clock()).build()) {
      UpcomingWork.Id step = only(Kind.STEP).id();
      other.upcoming().hold(TENANT, step, ANN, null);
      kit.advance(Duration.ofDays(2));
      assertThat(calls).isEmpty();
      upcoming().move(TENANT, step, MONDAY.plus(Duration.ofDays(4)), ANN, null);
      other.upcoming().release(TENANT, step, ANN, null);
      assertThat(only(Kind.STEP).at()).isEqualTo(MONDAY.plus(Duration.ofDays(4)));
      kit.advance(Duration.ofDays(2));
      other.runUntilIdle();
      assertThat(calls).containsExactly("call/1");
      assertInstance(id).isCompleted();
    }
  }

  @Test
  void one_round_of_a_loop_is_changed_by_itself() {
    run(
        """
        [{"id": "all", "each": {"items": "{{names}}", "maxConcurrent": 2,
          "steps": [{"id": "call", "action": "work", "delay": "P2D"}]}}]
        """,
        "{\"names\": [\"a\", \"b\"]}");
    List<Entry> rounds = list(Query.all());
    assertThat(rounds).extracting(Entry::step).containsExactly("call[0]", "call[1]");
    upcoming().hold(TENANT, rounds.get(1).id(), ANN, null);
    kit.advance(Duration.ofDays(2));
    assertThat(calls).containsExactly("call[0]/1");
    upcoming().skip(TENANT, rounds.get(1).id(), ANN, null);
    assertThat(states("w")).containsExactly(dev.workflow.instance.InstanceState.COMPLETED);
  }

  @Test
  void a_retry_is_made_at_once_or_left_out() {
    answer = context -> dev.workflow.spi.ActionResult.failed("away", true);
    InstanceId id =
        run(
            """
            [{"id": "call", "action": "work", "allowFailure": true,
              "retry": {"maxAttempts": 3}}]
            """,
            "{}");
    Entry retry = only(Kind.RETRY);
    assertThat(retry.what()).startsWith("call is tried again");
    upcoming().runNow(TENANT, retry.id(), ANN, null);
    kit.advance(Duration.ZERO);
    assertThat(calls).containsExactly("call/1", "call/2");
    upcoming().skip(TENANT, only(Kind.RETRY).id(), ANN, null);
    assertInstance(id).isCompleted();
    assertThat(calls).hasSize(2);
  }

  @Test
  void what_is_held_stays_so_through_a_pause_and_goes_with_its_instance() {
    InstanceId id = run(LATER, "{}");
    UpcomingWork.Id step = only(Kind.STEP).id();
    upcoming().hold(TENANT, step, ANN, null);
    kit.engine().instances().pause(TENANT, id, ANN, null);
    kit.engine().instances().resume(TENANT, id, ANN);
    kit.advance(Duration.ofDays(3));
    assertThat(calls).isEmpty();
    assertThat(only(Kind.STEP).held()).isTrue();
    kit.engine().instances().cancel(TENANT, id, ANN, null);
    assertThat(told(Query.all())).isEmpty();
    assertThatThrownBy(() -> upcoming().release(TENANT, step, ANN, null))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance "
                + id
                + " is CANCELED; what is to come of it can be changed while it is ACTIVE");
  }

  @Test
  void what_cannot_be_is_refused_and_changes_nothing() {
    InstanceId id = run(LATER, "{}");
    UpcomingWork.Id step = only(Kind.STEP).id();
    assertThatThrownBy(() -> upcoming().skip(TENANT, step, Actor.of("bob"), null))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("can be edited with the role ADMIN or OWNER; bob has [CLERK]");
    assertThatThrownBy(() -> upcoming().skip(TenantId.of("stranger"), step, ANN, null))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant stranger has no instance " + id);
    assertThatThrownBy(
            () -> upcoming().move(TENANT, step, MONDAY.plus(Duration.ofDays(4_000)), ANN, null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it must be at most ten years from now");
    assertThatThrownBy(() -> UpcomingWork.Id.parse("step"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is \"step\"; it is given as kind/id, as lists show it");
    assertThatThrownBy(() -> list(Query.all().between(MONDAY, MONDAY)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is empty: it ends at " + MONDAY + " and begins at " + MONDAY);
    kit.engine().instances().pause(TENANT, id, ANN, null);
    assertThat(told(Query.all())).isEmpty();
    assertThatThrownBy(() -> upcoming().runNow(TENANT, step, ANN, null))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance "
                + id
                + " is PAUSED; what is to come of it can be changed while it is ACTIVE");
    kit.engine().instances().resume(TENANT, id, ANN);
    assertThat(told(Query.all())).containsExactly("2026-01-07T09:00:00Z STEP call begins");
  }
}
