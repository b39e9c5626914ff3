package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.task.TaskQuery;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The workflow resource patterns that work here, each as a test of its name: N. Russell, A.H.M. ter
 * Hofstede, D. Edmond, W.M.P. van der Aalst, <i>Workflow Resource Patterns</i>, BETA Working Paper
 * 127, 2004.
 */
public abstract class ResourcePatternsContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("lawyer-anna");
  private static final Actor BOB = Actor.of("lawyer-bob");
  private static final Actor CARL = Actor.of("carl");
  private static final Actor BOSS = Actor.of("boss");
  private static final String YES = "{\"approved\": true}";

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).actors(new Office());
  }

  /** Two lawyers, of whom one speaks Dutch, and the boss. */
  private static final class Office implements ActorDirectory {
    @Override
    public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
      return actor.equals(BOSS)
          ? Set.of("ADMIN")
          : actor.id().startsWith("lawyer") ? Set.of("LAWYER") : Set.of();
    }

    @Override
    public Optional<Map<Membership, Set<Actor>>> eligible(TenantId tenant, Set<Membership> roles) {
      return Optional.of(
          roles.stream().collect(Collectors.toMap(role -> role, role -> Set.of(ANNA, BOB))));
    }

    @Override
    public Map<Actor, JsonNode> attributes(TenantId tenant, Set<Actor> actors) {
      return Map.of(BOB, json("{\"languages\": [\"nl\"]}"));
    }
  }

  private InstanceId twoSteps(String keys, String ofSecond) {
    return run(
        keys,
        "[{\"id\": \"one\", \"action\": \"approval\", \"role\": \"LAWYER\"},"
            + " {\"id\": \"two\", \"action\": \"approval\", "
            + ofSecond
            + "}]",
        "{}");
  }

  private void answered(InstanceId instance, Actor by) {
    tasks().complete(TENANT, instance, "one", by, json(YES));
    kit.run();
  }

  @Test
  void r6_case_handling() {
    InstanceId instance = twoSteps("\"caseOwner\": \"first-claim\",", "\"role\": \"LAWYER\"");
    answered(instance, BOB);
    assertThat(inbox(BOB)).containsExactly(TaskId.of(instance, "two"));
    assertThat(inbox(ANNA)).isEmpty();
  }

  @Test
  void r7_retain_familiar() {
    InstanceId instance = twoSteps("", "\"role\": \"LAWYER\", \"prefer\": \"one\"");
    answered(instance, BOB);
    assertThat(inbox(BOB)).containsExactly(TaskId.of(instance, "two"));
    assertThat(inbox(ANNA)).isEmpty();
  }

  @Test
  void r8_capability_based_distribution() {
    TaskId id =
        task(
            "\"role\": \"LAWYER\", \"candidatesWhen\":"
                + " {\"field\": \"actor.languages\", \"operator\": \"contains\", \"value\": \"nl\"}");
    assertThat(inbox(BOB)).containsExactly(id);
    assertThat(inbox(ANNA)).isEmpty();
  }

  @Test
  void r9_history_based_distribution() {
    InstanceId instance = twoSteps("", "\"candidates\": [\"{{steps.one.by}}\"]");
    answered(instance, BOB);
    assertThat(inbox(BOB)).containsExactly(TaskId.of(instance, "two"));
    assertThat(inbox(ANNA)).isEmpty();
  }

  @Test
  void r15_random_allocation() {
    TaskId id = task("\"role\": \"LAWYER\", \"allocate\": \"random\"");
    assertThat(seen(id).assignee()).isIn(ANNA.id(), BOB.id());
  }

  @Test
  void r16_round_robin_allocation() {
    String keys = "\"role\": \"LAWYER\", \"allocate\": \"round-robin\"";
    List<String> given = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      given.add(seen(task(keys)).assignee());
    }
    assertThat(given).containsExactly(ANNA.id(), BOB.id(), ANNA.id());
  }

  @Test
  void r17_shortest_queue() {
    tasks().claim(TENANT, task("\"role\": \"LAWYER\""), ANNA);
    TaskId id = task("\"role\": \"LAWYER\", \"allocate\": \"least-loaded\"");
    assertThat(seen(id).assignee()).isEqualTo(BOB.id());
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private TaskId task(String keys) {
    return task(keys, "{}");
  }

  private TaskId task(String keys, String payload) {
    String more = keys.isEmpty() ? "" : ", " + keys;
    InstanceId id = run("[{\"id\": \"ask\", \"action\": \"approval\"" + more + "}]", payload);
    return TaskId.of(id, "ask");
  }

  private boolean may(TaskId id, Actor actor) {
    return tasks().canPerform(TENANT, id.instance(), id.step(), actor);
  }

  private List<TaskId> inbox(Actor actor) {
    return tasks().inbox(TENANT, actor, null, 50).items().stream().map(Tasks.Task::id).toList();
  }

  private Tasks.Task seen(TaskId id) {
    return tasks().get(TENANT, id).task();
  }

  @Test
  void r1_direct_distribution() {
    TaskId id = task("\"assignee\": \"carl\"");
    assertThat(inbox(CARL)).containsExactly(id);
    assertThat(may(id, ANNA)).isFalse();
  }

  @Test
  void r2_role_based_distribution() {
    TaskId id = task("\"role\": \"LAWYER\"");
    assertThat(inbox(ANNA)).containsExactly(id);
    assertThat(inbox(BOB)).containsExactly(id);
    assertThat(inbox(CARL)).isEmpty();
  }

  @Test
  void r3_deferred_distribution() {
    TaskId id = task("\"assignee\": \"{{who}}\"", "{\"who\": \"carl\"}");
    assertThat(inbox(CARL)).containsExactly(id);
  }

  @Test
  void r4_authorization() {
    TaskId id = task("\"role\": \"LAWYER\"");
    tasks().claim(TENANT, id, ANNA);
    assertThatThrownBy(() -> tasks().assign(TENANT, id, BOB, "carl"))
        .isInstanceOf(AccessDeniedException.class);
    tasks().assign(TENANT, id, BOSS, "carl");
    assertThat(inbox(CARL)).containsExactly(id);
  }

  @Test
  void r5_separation_of_duties() {
    InstanceId instance =
        run(
            """
            [{"id": "write", "action": "approval", "role": "LAWYER"},
             {"id": "check", "action": "approval", "role": "LAWYER", "excluding": "write"}]
            """,
            "{}");
    tasks().complete(TENANT, instance, "write", ANNA, json(YES));
    kit.run();
    assertThat(may(TaskId.of(instance, "check"), ANNA)).isFalse();
    assertThat(may(TaskId.of(instance, "check"), BOB)).isTrue();
  }

  @Test
  void r10_organisational_distribution() {
    TaskId id = task("\"candidates\": [\"{{team.head}}\"]", "{\"team\": {\"head\": \"carl\"}}");
    assertThat(inbox(CARL)).containsExactly(id);
    assertThat(inbox(ANNA)).isEmpty();
  }

  @Test
  void r11_automatic_execution() {
    InstanceId id = run("[{\"id\": \"a\", \"action\": \"work\"}]", "{}");
    assertInstance(id).isCompleted();
  }

  @Test
  void r12_distribution_by_offer_to_a_single_resource() {
    TaskId id = task("\"candidates\": [\"carl\"]");
    assertThat(inbox(CARL)).containsExactly(id);
    assertThat(seen(id).assignee()).isNull();
  }

  @Test
  void r13_distribution_by_offer_to_multiple_resources() {
    TaskId id = task("\"candidates\": [\"carl\", \"dora\"]");
    tasks().claim(TENANT, id, CARL);
    assertThatThrownBy(() -> tasks().claim(TENANT, id, Actor.of("dora")))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void r14_distribution_by_allocation_to_a_single_resource() {
    TaskId id = task("\"role\": \"LAWYER\"");
    tasks().assign(TENANT, id, BOSS, BOB.id());
    assertThat(inbox(BOB)).containsExactly(id);
    assertThat(inbox(ANNA)).isEmpty();
    assertThat(seen(id).state()).isEqualTo(StepState.READY);
  }

  @Test
  void r19_distribution_on_enablement() {
    TaskId id = task("\"role\": \"LAWYER\", \"delay\": \"P1D\"");
    assertThat(inbox(ANNA)).isEmpty();
    kit.advance(Duration.ofDays(1));
    assertThat(inbox(ANNA)).containsExactly(id);
  }

  @Test
  void r20_late_distribution() {
    TaskId id = task("\"role\": \"LAWYER\", \"followUp\": \"P1D\"");
    assertThat(inbox(ANNA)).isEmpty();
    assertThat(may(id, ANNA)).isTrue();
    kit.advance(Duration.ofDays(1));
    assertThat(inbox(ANNA)).containsExactly(id);
  }

  @Test
  void r23_resource_initiated_execution_of_an_offered_work_item() {
    TaskId id = task("\"role\": \"LAWYER\"");
    tasks().claim(TENANT, id, ANNA);
    assertThat(seen(id).claimedBy()).isEqualTo(ANNA);
    assertThat(seen(id).state()).isEqualTo(StepState.IN_PROGRESS);
  }

  @Test
  void r21_resource_initiated_allocation() {
    TaskId id = task("\"role\": \"LAWYER\", \"begin\": \"by-hand\"");
    tasks().claim(TENANT, id, ANNA);
    assertThat(seen(id).state()).isEqualTo(StepState.READY);
    assertThat(seen(id).claimedBy()).isEqualTo(ANNA);
    assertThat(may(id, BOB)).isFalse();
  }

  @Test
  void r22_resource_initiated_execution_of_an_allocated_work_item() {
    TaskId id = task("\"assignee\": \"carl\"");
    assertThat(seen(id).state()).isEqualTo(StepState.READY);
    tasks().start(TENANT, id, CARL);
    assertThat(seen(id).state()).isEqualTo(StepState.IN_PROGRESS);
  }

  @Test
  void r24_system_determined_work_queue_content() {
    TaskId later = task("\"due\": \"P2D\"");
    TaskId sooner = task("\"due\": \"P1D\"");
    TaskId urgent = task("\"priority\": 90");
    TaskId usual = task("");
    assertThat(inbox(ANNA)).containsExactly(sooner, later, urgent, usual);
  }

  @Test
  void r25_resource_determined_work_queue_content() {
    task("");
    TaskId named = task("\"name\": \"The contract\"");
    assertThat(tasks().query(TENANT, TaskQuery.inbox(ANNA).withLabel("contract"), null, 9).items())
        .extracting(Tasks.Task::id)
        .containsExactly(named);
  }

  @Test
  void r26_selection_autonomy() {
    task("\"due\": \"P1D\"");
    TaskId second = task("\"due\": \"P2D\"");
    tasks().claim(TENANT, second, ANNA);
    assertThat(seen(second).claimedBy()).isEqualTo(ANNA);
  }

  @Test
  void r27_delegation() {
    TaskId id = task("\"role\": \"LAWYER\"");
    tasks().delegate(TENANT, id, ANNA, "carl");
    assertThat(inbox(CARL)).containsExactly(id);
    assertThat(may(id, CARL)).isFalse();
    tasks().resolve(TENANT, id, CARL, json(YES));
    assertThat(inbox(ANNA)).containsExactly(id);
  }

  @Test
  void r28_escalation() {
    TaskId id =
        task("\"assignee\": \"carl\", \"escalate\": [{\"after\": \"P1D\", \"role\": \"LAWYER\"}]");
    assertThat(may(id, ANNA)).isFalse();
    kit.advance(Duration.ofDays(1));
    assertThat(may(id, ANNA)).isTrue();
    assertThat(may(id, CARL)).isTrue();
  }

  @Test
  void r29_deallocation() {
    TaskId id = task("\"role\": \"LAWYER\"");
    tasks().claim(TENANT, id, ANNA);
    tasks().release(TENANT, id, ANNA);
    assertThat(inbox(BOB)).containsExactly(id);
  }

  @Test
  void r30_stateful_reallocation() {
    TaskId id = task("\"role\": \"LAWYER\"");
    tasks().claim(TENANT, id, ANNA);
    tasks().save(TENANT, id, ANNA, json(YES), 0);
    tasks()
        .assign(
            TENANT,
            id,
            ANNA,
            BOB.id(),
            Set.of(Tasks.Handover.KEEP_BEGUN, Tasks.Handover.WITH_DRAFT));
    assertThat(seen(id).state()).isEqualTo(StepState.IN_PROGRESS);
    assertThat(tasks().get(TENANT, id).draft()).isEqualTo(json(YES));
  }

  @Test
  void r31_stateless_reallocation() {
    TaskId id = task("\"role\": \"LAWYER\"");
    tasks().claim(TENANT, id, ANNA);
    tasks().assign(TENANT, id, ANNA, BOB.id());
    assertThat(seen(id).state()).isEqualTo(StepState.READY);
    assertThat(inbox(BOB)).containsExactly(id);
  }

  @Test
  void r32_suspension_and_resumption() {
    TaskId id = task("\"role\": \"LAWYER\"");
    tasks().claim(TENANT, id, ANNA);
    tasks().suspend(TENANT, id, ANNA, null, "later");
    assertThat(may(id, ANNA)).isFalse();
    tasks().resume(TENANT, id, ANNA);
    assertThat(may(id, ANNA)).isTrue();
  }

  @Test
  void r33_skip() {
    TaskId id = task("\"role\": \"LAWYER\", \"required\": false");
    tasks().skip(TENANT, id, ANNA, "not needed");
    kit.run();
    assertInstance(id.instance()).isCompleted().step("ask", StepState.SKIPPED);
  }

  @Test
  void r35_pre_do() {
    InstanceId id =
        run(
            """
            [{"id": "one", "action": "approval", "role": "LAWYER"},
             {"id": "two", "action": "approval", "role": "LAWYER", "early": true}]
            """,
            "{}");
    tasks().complete(TENANT, id, "two", BOB, json(YES));
    tasks().complete(TENANT, id, "one", ANNA, json(YES));
    kit.run();
    assertInstance(id).isCompleted().step("two", StepState.COMPLETED);
  }

  @Test
  void r34_redo() {
    InstanceId id =
        run(
            """
            [{"id": "one", "action": "approval", "role": "LAWYER"},
             {"id": "two", "action": "approval", "role": "LAWYER", "sendBack": "one"}]
            """,
            "{}");
    tasks().complete(TENANT, id, "one", ANNA, json(YES));
    tasks().revoke(TENANT, TaskId.of(id, "one"), ANNA);
    assertThat(inbox(ANNA)).containsExactly(TaskId.of(id, "one#2"));
    tasks().complete(TENANT, id, "one#2", ANNA, json(YES));
    tasks().reopen(TENANT, TaskId.of(id, "one#2"), BOSS);
    tasks().complete(TENANT, id, "one#3", ANNA, json(YES));
    tasks().sendBack(TENANT, TaskId.of(id, "two#3"), BOB, "one", "not yet");
    assertThat(inbox(ANNA)).containsExactly(TaskId.of(id, "one#4"));
  }

  @Test
  void r36_commencement_on_creation() {
    TaskId id = task("\"assignee\": \"carl\", \"begin\": \"on-ready\"");
    assertThat(seen(id).state()).isEqualTo(StepState.IN_PROGRESS);
  }

  @Test
  void r37_commencement_on_allocation() {
    TaskId id = task("\"role\": \"LAWYER\"");
    tasks().next(TENANT, ANNA, TaskQuery.inbox(ANNA));
    assertThat(seen(id).state()).isEqualTo(StepState.IN_PROGRESS);
  }

  @Test
  void r38_piled_execution() {
    TaskId first = task("\"role\": \"LAWYER\"");
    TaskId second = task("\"role\": \"LAWYER\"");
    TaskQuery kind = TaskQuery.inbox(ANNA).withWorkflow("w").withAction("approval");
    assertThat(tasks().next(TENANT, ANNA, kind)).map(Tasks.Task::id).contains(first);
    assertThat(tasks().complete(TENANT, first, ANNA, json(YES), Tasks.Next.OF_KIND))
        .map(Tasks.Task::id)
        .contains(second);
  }

  @Test
  void r39_chained_execution() {
    InstanceId instance =
        run(
            """
            [{"id": "one", "action": "approval", "role": "LAWYER"},
             {"id": "two", "action": "approval", "role": "LAWYER"}]
            """,
            "{}");
    tasks().claim(TENANT, instance, "one", ANNA);
    TaskId one = TaskId.of(instance, "one");
    assertThat(tasks().complete(TENANT, one, ANNA, json(YES), Tasks.Next.OF_CASE))
        .map(Tasks.Task::step)
        .contains("two");
  }

  @Test
  void r40_configurable_unallocated_work_item_visibility() {
    TaskId hidden = task("\"role\": \"LAWYER\", \"visibility\": {\"offered\": \"candidates\"}");
    TaskId shown = task("\"role\": \"LAWYER\"");
    assertThat(visible(CARL)).containsExactly(shown);
    assertThat(visible(BOB)).contains(hidden, shown);
  }

  @Test
  void r41_configurable_allocated_work_item_visibility() {
    TaskId hidden = task("\"role\": \"LAWYER\", \"visibility\": {\"claimed\": \"candidates\"}");
    assertThat(visible(CARL)).containsExactly(hidden);
    tasks().claim(TENANT, hidden, ANNA);
    assertThat(visible(CARL)).isEmpty();
    assertThat(visible(BOB)).containsExactly(hidden);
  }

  private List<TaskId> visible(Actor actor) {
    return tasks().query(TENANT, TaskQuery.visibleTo(actor), null, 50).items().stream()
        .map(Tasks.Task::id)
        .toList();
  }

  @Test
  void r42_simultaneous_execution() {
    TaskId first = task("\"role\": \"LAWYER\"");
    TaskId second = task("\"role\": \"LAWYER\"");
    tasks().claim(TENANT, first, ANNA);
    tasks().claim(TENANT, second, ANNA);
    assertThat(inbox(ANNA)).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void r43_additional_resources() {
    TaskId id = task("\"role\": \"LAWYER\"");
    tasks().claim(TENANT, id, ANNA);
    tasks().helpers(TENANT, id, ANNA, Set.of(CARL.id()), Set.of());
    tasks().comment(TENANT, id, CARL, "hello");
    assertThat(may(id, CARL)).isFalse();
  }
}
