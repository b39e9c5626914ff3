package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.Tasks.Next;
import dev.workflow.Tasks.Reason;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.task.TaskQuery;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * How a task is taken on, begun, declined, helped with, drafted, seen, and how long a claim holds.
 */
public abstract class TaskHoldingContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("lawyer-anna");
  private static final Actor BOB = Actor.of("lawyer-bob");
  private static final Actor CARL = Actor.of("carl");
  private static final Actor DORA = Actor.of("dora");
  private static final Actor BOSS = Actor.of("boss");
  private static final String YES = "{\"approved\": true}";

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .tasks(tasks -> tasks.withClaimFor(Duration.ofDays(30)))
        .actors(
            (tenant, actor, subject) ->
                actor.equals(BOSS)
                    ? Set.of("ADMIN")
                    : actor.id().startsWith("lawyer") ? Set.of("LAWYER") : Set.of());
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private TaskId task(String keys) {
    return task(keys, "{}");
  }

  private TaskId task(String keys, String payload) {
    return TaskId.of(
        run("[{\"id\": \"ask\", \"action\": \"approval\", " + keys + "}]", payload), "ask");
  }

  private Tasks.Task seen(TaskId id) {
    return tasks().get(TENANT, id).task();
  }

  private @Nullable Reason reason(TaskId id, Actor actor) {
    return tasks()
        .whyNot(TENANT, id.instance(), id.step(), actor)
        .map(Tasks.Refusal::reason)
        .orElse(null);
  }

  private List<TaskId> inbox(Actor actor) {
    return ids(TaskQuery.inbox(actor));
  }

  private List<TaskId> ids(TaskQuery query) {
    return tasks().query(TENANT, query, null, 50).items().stream().map(Tasks.Task::id).toList();
  }

  private @Nullable String draft(TaskId id, Actor actor) {
    var draft = tasks().get(TENANT, id, actor).draft();
    return draft == null ? null : draft.toString();
  }

  @Nested
  class Beginning {

    @Test
    void by_hand_a_claim_commits_and_start_begins() {
      TaskId id = task("\"role\": \"LAWYER\", \"begin\": \"by-hand\"");
      tasks().claim(TENANT, id, ANNA);
      tasks().claim(TENANT, id, ANNA);
      assertThat(seen(id).state()).isEqualTo(StepState.READY);
      assertThat(seen(id).claimedBy()).isEqualTo(ANNA);
      assertThat(reason(id, BOB)).isEqualTo(Reason.HELD);
      assertThat(inbox(BOB)).isEmpty();
      assertThat(inbox(ANNA)).containsExactly(id);

      tasks().start(TENANT, id, ANNA);

      assertThat(seen(id).state()).isEqualTo(StepState.IN_PROGRESS);
      tasks().release(TENANT, id, ANNA);
      assertThat(inbox(BOB)).containsExactly(id);
      tasks().claim(TENANT, id, BOB);
      tasks().complete(TENANT, id, BOB, json(YES));
      assertInstance(id.instance()).isCompleted();
    }

    @Test
    void on_ready_an_assigned_task_begins_at_once() {
      TaskId id = task("\"assignee\": \"carl\", \"begin\": \"on-ready\"");
      assertThat(seen(id).state()).isEqualTo(StepState.IN_PROGRESS);
      assertThat(seen(id).claimedBy()).isEqualTo(CARL);
      tasks().assign(TENANT, id, CARL, "dora");
      assertThat(seen(id).claimedBy()).isEqualTo(DORA);
      assertThat(seen(id).state()).isEqualTo(StepState.IN_PROGRESS);
    }

    @Test
    void on_ready_an_offered_task_begins_when_somebody_gets_it() {
      TaskId id = task("\"role\": \"LAWYER\", \"begin\": \"on-ready\"");
      assertThat(seen(id).state()).isEqualTo(StepState.READY);
      tasks().assign(TENANT, id, BOSS, "carl");
      assertThat(seen(id).state()).isEqualTo(StepState.IN_PROGRESS);
      assertThat(seen(id).claimedBy()).isEqualTo(CARL);
    }
  }

  @Nested
  class Declining {

    @Test
    void whoever_declines_is_out_of_this_offer_until_it_is_assigned_to_them() {
      TaskId id = task("\"role\": \"LAWYER\"");
      tasks().decline(TENANT, id, ANNA, "on holiday");
      assertThat(inbox(ANNA)).isEmpty();
      assertThat(inbox(BOB)).containsExactly(id);
      assertThat(reason(id, ANNA)).isEqualTo(Reason.NOT_ELIGIBLE);
      assertThatThrownBy(() -> tasks().claim(TENANT, id, ANNA))
          .isExactlyInstanceOf(AccessDeniedException.class)
          .hasMessage("lawyer-anna has declined step \"ask\"; it can be assigned to them again");
      assertThatThrownBy(() -> tasks().decline(TENANT, id, CARL, null))
          .isExactlyInstanceOf(AccessDeniedException.class);
      tasks().assign(TENANT, id, BOSS, ANNA.id());
      assertThat(inbox(ANNA)).containsExactly(id);
      tasks().complete(TENANT, id, ANNA, json(YES));
      assertThat(kit.engine().history().story(TENANT, id.instance()))
          .contains("ask: lawyer-anna declines it: on holiday");
    }

    @Test
    void whoever_has_claimed_gives_it_back_and_a_delegate_gives_it_to_the_owner() {
      TaskId id = task("\"role\": \"LAWYER\"");
      tasks().claim(TENANT, id, ANNA);
      assertThatThrownBy(() -> tasks().decline(TENANT, id, BOB, null))
          .isExactlyInstanceOf(AccessDeniedException.class)
          .hasMessage("step \"ask\" is claimed by lawyer-anna; lawyer-bob cannot decline it");
      tasks().decline(TENANT, id, ANNA, null);
      assertThat(seen(id).state()).isEqualTo(StepState.READY);
      assertThat(inbox(BOB)).containsExactly(id);
      tasks().delegate(TENANT, id, BOB, "carl");
      tasks().decline(TENANT, id, CARL, null);
      assertThat(seen(id).assignee()).isEqualTo(BOB.id());
      assertThat(seen(id).owner()).isNull();
    }

    @Test
    void a_closed_list_of_candidates_of_whom_all_have_declined_is_blocked_and_says_so() {
      TaskId id = task("\"candidates\": [\"carl\", \"dora\"]");
      tasks().decline(TENANT, id, CARL, null);
      assertThat(seen(id).state()).isEqualTo(StepState.READY);
      tasks().claim(TENANT, id, DORA);
      tasks().decline(TENANT, id, DORA, null);
      assertInstance(id.instance()).step("ask", StepState.BLOCKED);
      assertThat(instance(id.instance()).step("ask").reason())
          .isEqualTo(
              "NOBODY_MAY: whoever it is for has declined (carl, dora), and there is no role; only"
                  + " ADMIN may do it");
      assertThat(inbox(BOSS)).containsExactly(id);
      tasks().assign(TENANT, id, BOSS, "dora");
      tasks().complete(TENANT, id, DORA, json(YES));
      assertInstance(id.instance()).isCompleted();
    }

    @Test
    void an_assignee_alone_who_declines_leaves_it_to_an_admin() {
      TaskId id = task("\"assignee\": \"carl\"");
      tasks().decline(TENANT, id, CARL, null);
      kit.advance(Duration.ofDays(1));
      assertInstance(id.instance()).step("ask", StepState.BLOCKED);
      tasks().complete(TENANT, id, BOSS, json(YES));
      assertInstance(id.instance()).isCompleted();
    }
  }

  @Nested
  class Helping {

    @Test
    void a_helper_sees_comments_attaches_and_drafts_and_does_not_answer() {
      TaskId id = task("\"role\": \"LAWYER\", \"visibility\": \"candidates\"");
      tasks().claim(TENANT, id, ANNA);
      assertThatThrownBy(() -> tasks().comment(TENANT, id, CARL, "hello"))
          .isExactlyInstanceOf(NotFoundException.class);
      tasks().save(TENANT, id, ANNA, json("{\"comment\": \"mine\"}"), 0);

      tasks().helpers(TENANT, id, ANNA, Set.of("carl"), Set.of());

      assertThat(tasks().get(TENANT, id, CARL).helpers()).containsExactly("carl");
      assertThat(ids(TaskQuery.visibleTo(CARL))).containsExactly(id);
      tasks().comment(TENANT, id, CARL, "hello");
      tasks().attach(TENANT, id, CARL, "a", "https://a", null);
      assertThat(tasks().save(TENANT, id, CARL, json("{\"comment\": \"ours\"}"), 1)).isEqualTo(2);
      assertThat(draft(id, ANNA)).isEqualTo("{\"comment\":\"ours\"}");
      assertThat(inbox(CARL)).isEmpty();
      assertThatThrownBy(() -> tasks().complete(TENANT, id, CARL, json(YES)))
          .isExactlyInstanceOf(AccessDeniedException.class)
          .hasMessage("step \"ask\" needs the role LAWYER; carl has []");
      assertThatThrownBy(() -> tasks().helpers(TENANT, id, CARL, Set.of("dora"), Set.of()))
          .isExactlyInstanceOf(AccessDeniedException.class);
      tasks().helpers(TENANT, id, ANNA, Set.of(), Set.of("carl"));
      assertThat(reason(id, CARL)).isEqualTo(Reason.NOT_FOUND);
      List<String> many =
          java.util.stream.IntStream.rangeClosed(0, 100).mapToObj(i -> "h" + i).toList();
      assertThatThrownBy(() -> tasks().helpers(TENANT, id, ANNA, Set.of(), many))
          .isExactlyInstanceOf(InvalidInputException.class)
          .hasMessageContaining("are 101; at most 100 are allowed");
      assertThatThrownBy(() -> tasks().helpers(TENANT, id, ANNA, Set.of(), Set.of("\uD800")))
          .isExactlyInstanceOf(InvalidInputException.class)
          .hasMessageContaining("holds half a surrogate pair");
    }
  }

  @Nested
  class Drafts {

    @Test
    void a_draft_is_its_writers_own_unless_it_is_passed_on() {
      TaskId id = task("\"role\": \"LAWYER\"");
      tasks().claim(TENANT, id, ANNA);
      tasks().save(TENANT, id, ANNA, json("{\"a\": 1}"), 0);
      tasks().assign(TENANT, id, ANNA, BOB.id());
      assertThat(draft(id, BOB)).isNull();
      assertThat(tasks().get(TENANT, id).draft()).isNull();
      assertThat(tasks().save(TENANT, id, BOB, json("{\"b\": 1}"), 0)).isEqualTo(1);
      assertThat(draft(id, ANNA)).isEqualTo("{\"a\":1}");
      tasks().assign(TENANT, id, BOB, "carl", Set.of(Tasks.Handover.WITH_DRAFT));
      assertThat(draft(id, CARL)).isEqualTo("{\"b\":1}");
      assertThat(draft(id, BOB)).isNull();
      assertThatThrownBy(() -> tasks().save(TENANT, id, CARL, json("{}"), 0))
          .isExactlyInstanceOf(ConflictException.class)
          .hasMessage(
              "the draft of step \"ask\" has version 1, saved by lawyer-bob; it was read at version"
                  + " 0: read it again");
    }

    @Test
    void a_draft_goes_to_the_delegate_and_comes_back() {
      TaskId id = task("\"role\": \"LAWYER\"");
      tasks().claim(TENANT, id, ANNA);
      tasks().save(TENANT, id, ANNA, json("{\"a\": 1}"), 0);
      tasks().delegate(TENANT, id, ANNA, "carl");
      assertThat(draft(id, CARL)).isEqualTo("{\"a\":1}");
      tasks().save(TENANT, id, CARL, json("{\"a\": 2}"), 1);
      tasks().resolve(TENANT, id, CARL, null);
      assertThat(draft(id, ANNA)).isEqualTo("{\"a\":2}");
      assertThat(tasks().get(TENANT, id).draftVersion()).isEqualTo(2);
    }
  }

  @Nested
  class ClaimsThatEnd {

    private static final String HOURS = "\"role\": \"LAWYER\", \"claimFor\": \"PT4H\"";

    @Test
    void a_claim_ends_so_long_after_the_last_act_and_the_draft_stays_private() {
      TaskId id = task(HOURS);
      tasks().claim(TENANT, id, ANNA);
      Instant claimed = kit.clock().instant();
      kit.advance(Duration.ofHours(3));
      tasks().save(TENANT, id, ANNA, json("{\"a\": 1}"), 0);
      assertThat(tasks().get(TENANT, id).claimedUntil())
          .isEqualTo(claimed.plus(Duration.ofHours(7)));
      kit.advance(Duration.ofHours(4).minusSeconds(1));
      assertThat(seen(id).claimedBy()).isEqualTo(ANNA);
      kit.advance(Duration.ofSeconds(1));

      assertThat(seen(id).claimedBy()).isNull();
      assertThat(seen(id).state()).isEqualTo(StepState.READY);
      assertThat(inbox(BOB)).containsExactly(id);
      assertThat(draft(id, ANNA)).isEqualTo("{\"a\":1}");
      assertThat(draft(id, BOB)).isNull();
      assertThat(kit.engine().history().story(TENANT, id.instance()))
          .contains("ends the claim of lawyer-anna");
    }

    @Test
    void a_late_answer_counts_if_nobody_took_it() {
      TaskId free = task(HOURS);
      TaskId taken = task(HOURS);
      tasks().claim(TENANT, free, ANNA);
      tasks().claim(TENANT, taken, ANNA);
      kit.advance(Duration.ofHours(5));
      tasks().claim(TENANT, taken, BOB);
      tasks().complete(TENANT, free, ANNA, json(YES));
      assertInstance(free.instance()).isCompleted();
      assertThatThrownBy(() -> tasks().complete(TENANT, taken, ANNA, json(YES)))
          .isExactlyInstanceOf(AccessDeniedException.class)
          .hasMessage("step \"ask\" is claimed by lawyer-bob; lawyer-anna cannot answer it");
    }

    @Test
    void
        what_is_assigned_is_held_for_good_and_the_engines_setting_holds_where_a_step_says_nothing() {
      TaskId assigned = task("\"assignee\": \"carl\", \"claimFor\": \"PT4H\"");
      TaskId usual = task("\"role\": \"LAWYER\"");
      tasks().claim(TENANT, assigned, CARL);
      tasks().claim(TENANT, usual, ANNA);
      kit.advance(Duration.ofDays(29));
      assertThat(seen(assigned).claimedBy()).isEqualTo(CARL);
      assertThat(seen(usual).claimedBy()).isEqualTo(ANNA);
      tasks().comment(TENANT, usual, ANNA, "still at it");
      kit.advance(Duration.ofDays(29));
      assertThat(seen(usual).claimedBy()).isEqualTo(ANNA);
      kit.advance(Duration.ofDays(1));
      assertThat(seen(usual).claimedBy()).isNull();
      assertThat(seen(assigned).claimedBy()).isEqualTo(CARL);
    }

    @Test
    void a_pause_and_a_suspension_stop_its_clock() {
      TaskId id = task(HOURS);
      tasks().claim(TENANT, id, ANNA);
      kit.engine().instances().pause(TENANT, id.instance(), BOSS, null);
      kit.advance(Duration.ofDays(2));
      kit.engine().instances().resume(TENANT, id.instance(), BOSS);
      kit.run();
      kit.advance(Duration.ofHours(3));
      assertThat(seen(id).claimedBy()).isEqualTo(ANNA);
      tasks().suspend(TENANT, id, BOSS, kit.clock().instant().plus(Duration.ofDays(2)), null);
      kit.advance(Duration.ofDays(2));
      assertThat(seen(id).claimedBy()).isEqualTo(ANNA);
      kit.advance(Duration.ofHours(1).minusSeconds(1));
      assertThat(seen(id).claimedBy()).isEqualTo(ANNA);
      kit.advance(Duration.ofSeconds(1));
      assertThat(seen(id).claimedBy()).isNull();
    }
  }

  @Nested
  class Clocks {

    private static final String TIMED =
        "\"role\": \"LAWYER\", \"due\": \"P2D\", \"timeout\": \"P3D\", \"clock\": ";

    private void paused(TaskId id, Duration time) {
      kit.engine().instances().pause(TENANT, id.instance(), BOSS, null);
      kit.advance(time);
      kit.engine().instances().resume(TENANT, id.instance(), BOSS);
      kit.run();
    }

    private void suspended(TaskId id, Duration time) {
      tasks().suspend(TENANT, id, BOSS, null, null);
      kit.advance(time);
      tasks().resume(TENANT, id, BOSS);
    }

    @Test
    void only_what_the_step_names_stops_them() {
      Instant begun = kit.clock().instant();
      TaskId paused = task(TIMED + "[\"paused\"]");
      TaskId blocked = task(TIMED + "[\"blocked\"]");
      for (TaskId id : List.of(paused, blocked)) {
        paused(id, Duration.ofHours(12));
        suspended(id, Duration.ofHours(6));
      }
      assertThat(seen(paused).dueAt()).isEqualTo(begun.plus(Duration.ofHours(48 + 12)));
      assertThat(seen(blocked).dueAt()).isEqualTo(begun.plus(Duration.ofHours(48 + 6)));
      kit.advance(Duration.ofHours(72 + 6 - 36));
      assertInstance(blocked.instance()).hasFailed();
      assertInstance(paused.instance()).isActive();
      kit.advance(Duration.ofHours(6));
      assertInstance(paused.instance()).hasFailed();
    }

    @Test
    void a_timeout_that_a_suspension_does_not_stop_passes_meanwhile() {
      TaskId id = task(TIMED + "[]");
      tasks().suspend(TENANT, id, BOSS, null, null);
      kit.advance(Duration.ofDays(3).minusSeconds(1));
      assertInstance(id.instance()).isActive();
      kit.advance(Duration.ofSeconds(1));
      assertInstance(id.instance()).hasFailed();
    }

    @Test
    void a_hold_over_the_weekend_counts_only_its_working_time() {
      kit.advance(Duration.between(kit.clock().instant(), Instant.parse("2026-12-04T18:00:00Z")));
      TaskId id =
          task("\"role\": \"LAWYER\", \"due\": {\"for\": \"P2D\", \"calendar\": \"business\"}");
      assertThat(seen(id).dueAt()).isEqualTo(Instant.parse("2026-12-08T23:59:59.999Z"));
      paused(id, Duration.ofHours(62));
      assertThat(seen(id).dueAt()).isEqualTo(Instant.parse("2026-12-09T13:59:59.999Z"));
      suspended(id, Duration.ofHours(1));
      assertThat(seen(id).dueAt()).isEqualTo(Instant.parse("2026-12-09T14:59:59.999Z"));
    }
  }

  @Nested
  class Fields {

    @Test
    void tasks_are_found_by_values_as_they_were_when_they_became_ready() {
      String fields =
          "\"role\": \"LAWYER\", \"taskFields\": {\"client\": \"{{client}}\", \"amount\":"
              + " \"{{amount}}\", \"none\": \"{{none}}\"}";
      TaskId jane = task(fields, "{\"client\": \"Jane\\nDoe\", \"amount\": 12.50}");
      TaskId john = task(fields, "{\"client\": \"John\", \"amount\": 12.50}");
      assertThat(seen(jane).fields())
          .containsExactly(
              java.util.Map.entry("client", "Jane Doe"), java.util.Map.entry("amount", "12.50"));
      assertThat(tasks().inbox(TENANT, ANNA, null, 10).items())
          .allSatisfy(task -> assertThat(task.fields()).containsEntry("amount", "12.50"));
      assertThat(ids(TaskQuery.all().withField("client", "Jane Doe"))).containsExactly(jane);
      assertThat(ids(TaskQuery.all().withField("client", "John"))).containsExactly(john);
      assertThat(ids(TaskQuery.inbox(ANNA).withField("client", "John"))).containsExactly(john);
      assertThat(ids(TaskQuery.inbox(CARL).withField("client", "John"))).isEmpty();
      TaskQuery both = TaskQuery.all().withField("amount", "12.50");
      assertThat(ids(both)).containsExactlyInAnyOrder(jane, john);
      assertThat(tasks().count(TENANT, both).tasks()).isEqualTo(2);
      assertThat(ids(both.withField("client", "J"))).isEmpty();
      assertThat(ids(TaskQuery.all().withField("client", "John").withHolder("lawyer-anna")))
          .isEmpty();
      tasks().claim(TENANT, john, ANNA);
      assertThat(ids(TaskQuery.all().withField("client", "John").withHolder("lawyer-anna")))
          .containsExactly(john);
    }
  }

  @Nested
  class Sight {

    @Test
    void what_an_actor_does_not_see_is_not_there_for_them() {
      TaskId id =
          task(
              "\"role\": \"LAWYER\", \"visibility\": {\"offered\": \"all\", \"claimed\":"
                  + " \"candidates\"}");
      assertThat(reason(id, CARL)).isEqualTo(Reason.NOT_ELIGIBLE);
      assertThat(ids(TaskQuery.visibleTo(CARL))).containsExactly(id);
      tasks().claim(TENANT, id, ANNA);
      assertThat(reason(id, CARL)).isEqualTo(Reason.NOT_FOUND);
      assertThatThrownBy(() -> tasks().claim(TENANT, id, CARL))
          .isExactlyInstanceOf(NotFoundException.class)
          .hasMessage("instance %s has no task \"ask\"", id.instance());
      assertThatThrownBy(() -> tasks().get(TENANT, id, CARL))
          .isExactlyInstanceOf(NotFoundException.class);
      assertThat(ids(TaskQuery.visibleTo(CARL))).isEmpty();
      assertThat(tasks().count(TENANT, TaskQuery.visibleTo(CARL)).tasks()).isZero();
      assertThat(ids(TaskQuery.visibleTo(BOB))).containsExactly(id);
      assertThat(ids(TaskQuery.visibleTo(BOSS))).containsExactly(id);
      assertThat(reason(id, BOB)).isEqualTo(Reason.HELD);
    }

    @Test
    void whoever_is_involved_in_the_instance_sees_it_and_nobody_else() {
      InstanceId instance =
          run(
              """
              [{"id": "first", "action": "approval", "candidates": ["carl"]},
               {"id": "ask", "action": "approval", "role": "LAWYER", "visibility": "involved"}]
              """,
              "{}");
      tasks().complete(TENANT, instance, "first", CARL, json(YES));
      TaskId id = TaskId.of(instance, "ask");
      assertThat(ids(TaskQuery.visibleTo(CARL))).containsExactly(id);
      assertThat(ids(TaskQuery.visibleTo(DORA))).isEmpty();
      assertThat(reason(id, DORA)).isEqualTo(Reason.NOT_FOUND);
      assertThat(reason(id, CARL)).isEqualTo(Reason.NOT_ELIGIBLE);
    }

    @Test
    void what_is_announced_is_found_before_its_turn_and_in_no_other_list() {
      InstanceId instance =
          run(
              """
              [{"id": "first", "action": "approval", "role": "LAWYER"},
               {"id": "later", "action": "approval", "role": "LAWYER",
                "visibility": {"upcoming": "candidates"}}]
              """,
              "{}");
      TaskId later = TaskId.of(instance, "later");
      TaskQuery upcoming = TaskQuery.visibleTo(BOB).withUpcoming(true);
      assertThat(ids(upcoming)).containsExactly(later);
      assertThat(tasks().query(TENANT, upcoming, null, 10).items().get(0).state())
          .isEqualTo(StepState.PENDING);
      assertThat(ids(TaskQuery.visibleTo(CARL).withUpcoming(true))).isEmpty();
      assertThat(reason(later, BOB)).isEqualTo(Reason.NOT_YET);
      assertThat(reason(later, CARL)).isEqualTo(Reason.NOT_FOUND);
      assertThat(ids(TaskQuery.all())).containsExactly(TaskId.of(instance, "first"));
      kit.engine().instances().pause(TENANT, instance, BOSS, null);
      assertThat(ids(upcoming)).isEmpty();
      kit.engine().instances().resume(TENANT, instance, BOSS);
      assertThat(ids(upcoming)).containsExactly(later);
      tasks().complete(TENANT, instance, "first", BOB, json(YES));
      assertThat(ids(upcoming)).isEmpty();
      assertThat(inbox(BOB)).containsExactly(later);
    }

    @Test
    void what_is_announced_goes_with_its_instance() {
      InstanceId instance =
          run(
              """
              [{"id": "first", "action": "approval"},
               {"id": "later", "action": "approval", "visibility": {"upcoming": "all"}}]
              """,
              "{}");
      TaskQuery upcoming = TaskQuery.all().withUpcoming(true);
      assertThat(ids(upcoming)).hasSize(1);
      kit.engine().instances().cancel(TENANT, instance, BOSS, null);
      assertThat(ids(upcoming)).isEmpty();
    }
  }

  @Nested
  class GoingOn {

    @Test
    void an_answer_gives_the_next_task_of_the_case_or_of_the_kind() {
      InstanceId one =
          run(
              """
              [{"id": "ask", "action": "approval", "role": "LAWYER"},
               {"id": "then", "action": "approval", "role": "LAWYER"}]
              """,
              "{}");
      assertThat(
              tasks()
                  .complete(TENANT, TaskId.of(one, "ask"), ANNA, json(YES), Next.OF_CASE)
                  .map(Tasks.Task::id))
          .contains(TaskId.of(one, "then"));
      assertThat(seen(TaskId.of(one, "then")).claimedBy()).isEqualTo(ANNA);
      assertThat(tasks().complete(TENANT, TaskId.of(one, "then"), ANNA, json(YES), Next.OF_CASE))
          .isEmpty();
      assertInstance(one).isCompleted();
    }

    @Test
    void of_a_kind_is_the_same_step_of_the_same_workflow() {
      run("[{\"id\": \"other\", \"action\": \"approval\", \"role\": \"LAWYER\"}]", "{}");
      List<TaskId> piled = List.of(task("\"role\": \"LAWYER\""), task("\"role\": \"LAWYER\""));
      tasks().claim(TENANT, piled.get(0), ANNA);
      assertThat(
              tasks()
                  .complete(TENANT, piled.get(0), ANNA, json(YES), Next.OF_KIND)
                  .map(Tasks.Task::id))
          .contains(piled.get(1));
      assertThat(tasks().complete(TENANT, piled.get(1), ANNA, json(YES), Next.OF_KIND)).isEmpty();
    }
  }
}
