package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.Tasks.Reason;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.task.TaskQuery;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A task is begun, handed on, put aside and planned by whoever holds it. */
public abstract class TaskHandOverContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("lawyer-anna");
  private static final Actor BOB = Actor.of("lawyer-bob");
  private static final Actor CARL = Actor.of("carl");
  private static final Actor BOSS = Actor.of("boss");
  private static final String ASK =
      "[{\"id\": \"ask\", \"name\": \"Send it?\", \"action\": \"approval\", \"role\": \"LAWYER\","
          + " \"due\": \"P2D\"}]";

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .actors(
            (tenant, actor, subject) ->
                actor.equals(BOSS)
                    ? Set.of("ADMIN")
                    : actor.id().startsWith("lawyer") ? Set.of("LAWYER") : Set.of());
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private TaskId ask() {
    return TaskId.of(run(ASK, "{}"), "ask");
  }

  private Tasks.Task task(TaskId id) {
    return tasks().get(TENANT, id).task();
  }

  private Reason reason(TaskId id, Actor actor) {
    return tasks()
        .whyNot(TENANT, id.instance(), id.step(), actor)
        .map(Tasks.Refusal::reason)
        .orElse(null);
  }

  private List<TaskId> inbox(Actor actor) {
    return tasks().inbox(TENANT, actor, null, 10).items().stream().map(Tasks.Task::id).toList();
  }

  @Test
  void a_holder_gives_a_task_to_somebody_else_who_alone_has_it_then() {
    TaskId id = ask();
    tasks().start(TENANT, id, ANNA);
    tasks().start(TENANT, id, ANNA);
    assertThat(task(id).state()).isEqualTo(StepState.IN_PROGRESS);

    tasks().assign(TENANT, id, ANNA, "carl");

    assertThat(task(id).state()).isEqualTo(StepState.READY);
    assertThat(task(id).assignee()).isEqualTo("carl");
    assertThat(task(id).claimedBy()).isNull();
    assertThat(inbox(CARL)).containsExactly(id);
    assertThat(inbox(ANNA)).isEmpty();
    assertThat(reason(id, ANNA)).isEqualTo(Reason.HELD);
    assertThat(reason(id, CARL)).isNull();
    assertThatThrownBy(() -> tasks().claim(TENANT, id, ANNA))
        .isExactlyInstanceOf(ConflictException.class)
        .hasMessage("step \"ask\" is assigned to carl, not to lawyer-anna");
    tasks().assign(TENANT, id, BOSS, "lawyer-bob");
    tasks().complete(TENANT, id, BOB, json("{\"approved\": true}"));
    kit.run();
    assertInstance(id.instance()).isCompleted();
    assertThat(kit.engine().history().story(TENANT, id.instance()))
        .contains("ask: lawyer-anna assigns it from lawyer-anna to carl")
        .contains("ask: boss assigns it from carl to lawyer-bob");
  }

  @Test
  void a_task_that_has_begun_may_stay_begun_in_other_hands() {
    TaskId id = ask();
    tasks().claim(TENANT, id, ANNA);
    tasks().assign(TENANT, id, ANNA, "carl", Set.of(Tasks.Handover.KEEP_BEGUN));
    assertThat(task(id).state()).isEqualTo(StepState.IN_PROGRESS);
    assertThat(task(id).claimedBy()).isEqualTo(CARL);
    tasks().release(TENANT, id, CARL);
    assertThat(task(id).assignee()).isNull();
    assertThat(inbox(CARL)).isEmpty();
    assertThat(inbox(BOB)).containsExactly(id);
  }

  @Test
  void only_a_holder_or_an_admin_assigns() {
    TaskId id = ask();
    assertThatThrownBy(() -> tasks().assign(TENANT, id, ANNA, "carl"))
        .isExactlyInstanceOf(AccessDeniedException.class)
        .hasMessage(
            "step \"ask\" is held by nobody: only ADMIN may assign it, and lawyer-anna is not");
    tasks().claim(TENANT, id, ANNA);
    assertThatThrownBy(() -> tasks().assign(TENANT, id, BOB, "carl"))
        .isExactlyInstanceOf(AccessDeniedException.class)
        .hasMessage("step \"ask\" is claimed by lawyer-anna; lawyer-bob cannot assign it");
    assertThatThrownBy(() -> tasks().assign(TENANT, id, CARL, "carl"))
        .isExactlyInstanceOf(AccessDeniedException.class)
        .hasMessage("step \"ask\" needs the role LAWYER; carl has []");
  }

  @Test
  void an_admin_opens_what_nobody_may_do_by_giving_it_to_somebody() {
    InstanceId instance =
        run("[{\"id\": \"ask\", \"action\": \"approval\", \"assignee\": \"{{owner}}\"}]", "{}");
    TaskId id = TaskId.of(instance, "ask");
    assertThat(task(id).state()).isEqualTo(StepState.BLOCKED);
    tasks().assign(TENANT, id, BOSS, "carl");
    assertThat(task(id).state()).isEqualTo(StepState.READY);
    assertThat(inbox(CARL)).containsExactly(id);
    tasks().complete(TENANT, id, CARL, json("{\"approved\": true}"));
    kit.run();
    assertInstance(instance).isCompleted();
  }

  @Test
  void whoever_delegates_to_themselves_answers() {
    TaskId id = ask();
    tasks().delegate(TENANT, id, ANNA, "lawyer-anna");
    tasks().complete(TENANT, id, ANNA, json("{\"approved\": true}"));
    assertThat(task(id).state()).isEqualTo(StepState.COMPLETED);
  }

  @Test
  void a_delegate_resolves_and_the_owner_answers() {
    TaskId id = ask();
    tasks().delegate(TENANT, id, ANNA, "carl");

    assertThat(task(id).owner()).isEqualTo("lawyer-anna");
    assertThat(task(id).assignee()).isEqualTo("carl");
    assertThat(inbox(CARL)).containsExactly(id);
    assertThat(reason(id, BOB)).isEqualTo(Reason.HELD);
    assertThat(reason(id, CARL)).isEqualTo(Reason.RESOLVE_FIRST);
    assertThatThrownBy(() -> tasks().complete(TENANT, id, CARL, json("{\"approved\": true}")))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "step \"ask\" is delegated by lawyer-anna: carl resolves it, and lawyer-anna answers"
                + " it");
    tasks().delegate(TENANT, id, CARL, "lawyer-bob");
    assertThat(task(id).owner()).isEqualTo("lawyer-anna");

    tasks().resolve(TENANT, id, BOB, json("{\"approved\": false}"));

    assertThat(task(id).owner()).isNull();
    assertThat(task(id).assignee()).isEqualTo("lawyer-anna");
    assertThat(tasks().get(TENANT, id).draft()).isEqualTo(json("{\"approved\": false}"));
    assertThat(reason(id, BOB)).isEqualTo(Reason.HELD);
    tasks().complete(TENANT, id, ANNA, json("{\"approved\": true}"));
    kit.run();
    assertInstance(id.instance()).isCompleted();
  }

  @Test
  void an_admin_who_is_the_delegate_resolves_before_they_answer() {
    TaskId id = ask();
    tasks().delegate(TENANT, id, ANNA, "boss");

    assertThat(reason(id, BOSS)).isEqualTo(Reason.RESOLVE_FIRST);
    assertThatThrownBy(() -> tasks().complete(TENANT, id, BOSS, json("{\"approved\": true}")))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "step \"ask\" is delegated by lawyer-anna: boss resolves it, and lawyer-anna answers"
                + " it");

    tasks().resolve(TENANT, id, BOSS, null);
    tasks().complete(TENANT, id, BOSS, json("{\"approved\": true}"));
    kit.run();
    assertInstance(id.instance()).isCompleted();
  }

  @Test
  void an_owner_recalls_or_answers_what_is_delegated() {
    TaskId recalled = ask();
    tasks().delegate(TENANT, recalled, ANNA, "carl");
    tasks().resolve(TENANT, recalled, ANNA, null);
    assertThat(inbox(CARL)).isEmpty();
    tasks().delegate(TENANT, recalled, ANNA, "carl");
    tasks().complete(TENANT, recalled, ANNA, json("{\"approved\": true}"));
    kit.run();
    assertInstance(recalled.instance()).isCompleted();
    assertThatThrownBy(() -> tasks().resolve(TENANT, recalled, ANNA, null))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessageContaining("is COMPLETED; steps can be done while it is ACTIVE");
  }

  @Test
  void a_suspended_task_waits_and_its_due_date_with_it() {
    TaskId id = ask();
    Instant due = task(id).dueAt();
    tasks().claim(TENANT, id, ANNA);
    Instant until = kit.clock().instant().plus(Duration.ofHours(5));
    tasks().suspend(TENANT, id, ANNA, until, "the client is away");

    assertThat(task(id).state()).isEqualTo(StepState.BLOCKED);
    assertThat(reason(id, ANNA)).isEqualTo(Reason.BLOCKED);
    assertThat(inbox(ANNA)).isEmpty();
    assertThat(inbox(BOSS)).isEmpty();
    assertThat(tasks().list(TENANT, null, 10).items()).extracting(Tasks.Task::id).contains(id);
    tasks().comment(TENANT, id, ANNA, "back at five");
    kit.advance(Duration.ofHours(4));
    assertThat(task(id).state()).isEqualTo(StepState.BLOCKED);
    kit.advance(Duration.ofHours(1));

    assertThat(task(id).state()).isEqualTo(StepState.IN_PROGRESS);
    assertThat(task(id).claimedBy()).isEqualTo(ANNA);
    assertThat(task(id).dueAt()).isEqualTo(due.plus(Duration.ofHours(5)));
    tasks().suspend(TENANT, id, ANNA, null, null);
    kit.advance(Duration.ofDays(30));
    assertThat(task(id).state()).isEqualTo(StepState.BLOCKED);
    assertThatThrownBy(() -> tasks().resume(TENANT, id, BOB))
        .isExactlyInstanceOf(AccessDeniedException.class)
        .hasMessage("step \"ask\" is claimed by lawyer-anna; lawyer-bob cannot resume it");
    tasks().resume(TENANT, id, ANNA);
    assertThat(task(id).state()).isEqualTo(StepState.IN_PROGRESS);
    assertThatThrownBy(() -> tasks().resume(TENANT, id, ANNA))
        .isExactlyInstanceOf(IllegalTransitionException.class);
  }

  @Test
  void a_step_whose_handler_waits_is_not_put_aside() {
    answer = context -> dev.workflow.spi.ActionResult.waiting("k");
    InstanceId instance = run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertThatThrownBy(() -> tasks().suspend(TENANT, TaskId.of(instance, "a"), BOSS, null, null))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "step \"a\" is done by the engine, which waits for its answer: pause the instance");
    assertInstance(instance).step("a", StepState.IN_PROGRESS);
    assertThat(calls).containsExactly("a/1");
  }

  @Test
  void dates_and_priority_are_changed_and_the_first_date_stays_readable() {
    TaskId id = ask();
    Instant first = task(id).dueAt();
    Instant now = kit.clock().instant();
    assertThat(first).isEqualTo(now.plus(Duration.ofDays(2)));
    tasks().setDue(TENANT, id, ANNA, now.plus(Duration.ofDays(9)));
    tasks().setDue(TENANT, id, ANNA, now.plus(Duration.ofDays(8)));
    tasks().setPriority(TENANT, id, ANNA, 90);
    tasks().setFollowUp(TENANT, id, ANNA, now.plus(Duration.ofDays(3)));

    assertThat(task(id).dueAt()).isEqualTo(now.plus(Duration.ofDays(8)));
    assertThat(task(id).priority()).isEqualTo(90);
    assertThat(tasks().get(TENANT, id).firstDueAt()).isEqualTo(first);
    assertThat(inbox(ANNA)).isEmpty();
    assertThat(tasks().query(TENANT, TaskQuery.inbox(ANNA).withDeferred(true), null, 10).items())
        .hasSize(1);
    kit.advance(Duration.ofDays(3));
    assertThat(inbox(ANNA)).containsExactly(id);
    assertThatThrownBy(() -> tasks().setPriority(TENANT, id, ANNA, 101))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is 101; it is 0 to 100");
  }

  @Test
  void a_pause_moves_a_due_date_that_counts_and_leaves_one_that_was_set() {
    TaskId counted = ask();
    TaskId set = ask();
    Instant due = task(counted).dueAt();
    tasks().setDue(TENANT, set, ANNA, due);
    for (TaskId id : List.of(counted, set)) {
      kit.engine().instances().pause(TENANT, id.instance(), BOSS, null);
    }
    kit.advance(Duration.ofHours(7));
    for (TaskId id : List.of(counted, set)) {
      kit.engine().instances().resume(TENANT, id.instance(), BOSS);
    }
    assertThat(task(counted).dueAt()).isEqualTo(due.plus(Duration.ofHours(7)));
    assertThat(task(set).dueAt()).isEqualTo(due);
  }

  @Test
  void a_draft_is_kept_by_version_and_comments_and_documents_stay() {
    TaskId id = ask();
    assertThat(tasks().save(TENANT, id, ANNA, json("{\"comment\": 1}"), 0)).isEqualTo(1);
    assertThat(tasks().save(TENANT, id, ANNA, json("{\"comment\": 2}"), 1)).isEqualTo(2);
    assertThatThrownBy(() -> tasks().save(TENANT, id, ANNA, json("{}"), 1))
        .isExactlyInstanceOf(ConflictException.class)
        .hasMessage(
            "the draft of step \"ask\" has version 2, saved by lawyer-anna; it was read at version"
                + " 1: read it again");
    tasks().comment(TENANT, id, ANNA, "two\nlines");
    tasks().attach(TENANT, id, BOB, "offer.pdf", "https://files/1", "application/pdf");
    assertThatThrownBy(() -> tasks().comment(TENANT, id, CARL, "hello"))
        .isExactlyInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> tasks().attach(TENANT, id, BOB, " ", "a\nb", null))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageContaining("name")
        .hasMessageContaining("uri");

    Tasks.Detail detail = tasks().get(TENANT, id);
    assertThat(detail.draft()).isEqualTo(json("{\"comment\": 2}"));
    assertThat(detail.draftVersion()).isEqualTo(2);
    assertThat(detail.comments())
        .containsExactly(new Tasks.Comment(ANNA, kit.clock().instant(), "two\nlines"));
    assertThat(detail.attachments())
        .singleElement()
        .extracting(Tasks.Attachment::uri)
        .isEqualTo("https://files/1");
    tasks().complete(TENANT, id, ANNA, json("{\"approved\": true}"));
    kit.run();
    assertThat(tasks().get(TENANT, id).comments()).hasSize(1);
    assertThat(tasks().get(TENANT, id).answer()).isEqualTo(json("{\"approved\": true}"));
  }

  @Test
  void the_next_task_is_the_most_urgent_one_that_nobody_has() {
    TaskId later = ask();
    TaskId sooner = ask();
    TaskId hidden = ask();
    tasks().setDue(TENANT, sooner, ANNA, kit.clock().instant().plus(Duration.ofHours(1)));
    tasks().setFollowUp(TENANT, hidden, ANNA, kit.clock().instant().plus(Duration.ofDays(1)));

    assertThat(next(ANNA)).contains(sooner);
    assertThat(next(BOB)).contains(later);
    assertThat(next(BOB)).isEmpty();
    assertThat(next(CARL)).isEmpty();
    assertThat(task(sooner).claimedBy()).isEqualTo(ANNA);
  }

  private Optional<TaskId> next(Actor actor) {
    return tasks().next(TENANT, actor, TaskQuery.inbox(actor)).map(Tasks.Task::id);
  }

  @Test
  void tasks_are_found_and_counted_by_what_they_are() {
    TaskId one = ask();
    TaskId two = ask();
    tasks().claim(TENANT, one, ANNA);
    TaskQuery all = TaskQuery.all();
    assertThat(tasks().count(TENANT, all)).isEqualTo(new Tasks.Count(2, false));
    assertThat(tasks().count(TENANT, TaskQuery.inbox(BOB))).hasToString("1");
    assertThat(found(all.withHolder("lawyer-anna"))).containsExactly(one);
    assertThat(found(all.withSubject(LEAD))).containsExactlyInAnyOrder(one, two);
    assertThat(found(all.withSubject(LEAD).withHolder("lawyer-anna"))).containsExactly(one);
    assertThat(found(TaskQuery.inbox(BOB).withSubject(LEAD))).containsExactly(two);
    assertThat(found(all.withLabel("SEND"))).hasSize(2);
    assertThat(found(all.withLabel("nothing"))).isEmpty();
    assertThat(found(all.withWorkflow("other"))).isEmpty();
    assertThat(found(all.withAction("approval"))).hasSize(2);
    assertThat(found(all.withDueBefore(kit.clock().instant()))).isEmpty();
    assertThat(tasks().countBy(TENANT, all, Tasks.Group.STATE))
        .isEqualTo(Map.of(Optional.of("READY"), 1L, Optional.of("IN_PROGRESS"), 1L));
    assertThat(tasks().countBy(TENANT, all, Tasks.Group.HOLDER))
        .isEqualTo(Map.of(Optional.of("lawyer-anna"), 1L, Optional.empty(), 1L));
    assertThat(tasks().countBy(TENANT, all.withLabel("send"), Tasks.Group.WORKFLOW))
        .isEqualTo(Map.of(Optional.of("w"), 2L));
  }

  private List<TaskId> found(TaskQuery query) {
    return tasks().query(TENANT, query, null, 10).items().stream().map(Tasks.Task::id).toList();
  }

  @Test
  void a_retry_keeps_whom_a_task_was_given_to_and_counts_anew() {
    InstanceId instance =
        run(
            "[{\"id\": \"ask\", \"action\": \"approval\", \"role\": \"LAWYER\", \"due\": \"P2D\"}]",
            "{}");
    TaskId id = TaskId.of(instance, "ask");
    tasks().assign(TENANT, id, BOSS, "carl");
    kit.advance(Duration.ofDays(1));
    tasks().fail(TENANT, id, CARL, "cannot");
    kit.run();
    assertInstance(instance).hasFailed();
    kit.engine().instances().retry(TENANT, instance, BOSS);
    kit.run();
    assertThat(task(id).assignee()).isEqualTo("carl");
    assertThat(task(id).dueAt()).isEqualTo(kit.clock().instant().plus(Duration.ofDays(2)));
  }

  @Test
  void a_suspended_task_that_ends_is_in_no_list() {
    InstanceId skipped =
        run(
            "\"exit\": [{\"event\": \"lead.gone\"}],",
            "[{\"id\": \"ask\", \"action\": \"approval\"}]",
            "{}");
    InstanceId cancelled = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    InstanceId exited = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    for (InstanceId one : List.of(skipped, cancelled, exited)) {
      tasks().suspend(TENANT, TaskId.of(one, "ask"), BOSS, null, null);
    }
    assertThat(tasks().list(TENANT, null, 10).items()).hasSize(3);
    tasks().skip(TENANT, skipped, "ask", BOSS, null);
    kit.engine().instances().cancel(TENANT, cancelled, BOSS, null);
    kit.event("lead.gone", LEAD, "{}");
    assertThat(tasks().list(TENANT, null, 10).items()).isEmpty();
    assertThat(tasks().inbox(TENANT, BOSS, null, 10).items()).isEmpty();
  }
}
