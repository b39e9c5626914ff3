package dev.workflow.testkit.contract;

import static dev.workflow.InstanceEdit.Place.after;
import static dev.workflow.InstanceEdit.Place.before;
import static dev.workflow.InstanceEdit.Place.end;
import static dev.workflow.InstanceEdit.Place.in;
import static dev.workflow.InstanceEdit.Place.onFailure;
import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.Event;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceEdit;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.WorkflowInstance;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.operations.Findings;
import dev.workflow.spi.ActionResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The steps of one instance that runs are edited: what has begun stays, the rest is as written. */
public abstract class EditingContract extends EngineContract {

  private static final Actor BOSS = Actor.of("boss");
  private static final Actor OWNER = Actor.of("owner");
  private static final Actor ANNA = Actor.of("anna");
  private static final Actor CARL = Actor.of("carl");

  private static final String MATTER =
      """
      [{"id": "prepare", "action": "work"},
       {"id": "approve", "action": "approval", "role": "LAWYER"},
       {"id": "send", "action": "work"}]
      """;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .actors(
            (tenant, actor, subject) ->
                actor.equals(BOSS)
                    ? Set.of("ADMIN")
                    : actor.equals(OWNER) && LEAD.equals(subject)
                        ? Set.of("OWNER")
                        : actor.equals(ANNA) ? Set.of("LAWYER") : Set.of("CLERK"));
  }

  private InstanceEdit edit(InstanceId id) {
    return kit.engine().instances().edit(TENANT, id, BOSS);
  }

  private static String work(String id) {
    return "{\"id\": \"" + id + "\", \"action\": \"work\"}";
  }

  private void refused(InstanceEdit edit, String... problems) {
    WorkflowException before = null;
    try {
      edit.apply();
    } catch (InvalidDefinitionException e) {
      before = e;
      assertThat(e.problems()).extracting(Object::toString).containsExactly(problems);
      assertThat(edit.check()).isEqualTo(e.problems());
    }
    assertThat(before).isNotNull();
  }

  private List<String> steps(InstanceId id) {
    return instance(id).steps().stream().map(WorkflowInstance.StepView::id).toList();
  }

  private void answer(InstanceId id, String step, Actor actor) {
    kit.engine().tasks().complete(TENANT, id, step, actor, json("{\"approved\": true}"));
    kit.run();
  }

  @Test
  void steps_are_added_changed_removed_and_put_elsewhere_for_one_instance_alone() {
    InstanceId id = run(MATTER, "{}");
    InstanceId other = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    kit.run();
    InstanceEdit.Edited edited =
        edit(id)
            .add(json(work("file")), end())
            .add(json(work("extra")), after("approve"))
            .move("send", after("file"))
            .change(json("{\"id\": \"send\", \"name\": \"Send it\", \"action\": \"work\"}"))
            .rename("Doe against Roe")
            .apply();
    assertThat(edited.revision()).isEqualTo(1);
    assertThat(edited.difference().toString())
        .contains("step extra: added at /steps/2", "step file: added at /steps/3");
    assertThat(steps(id)).containsExactly("prepare", "approve", "extra", "file", "send");
    assertThat(instance(id).name()).isEqualTo("Doe against Roe");
    assertThat(instance(id).revision()).isEqualTo(1);
    answer(id, "approve", ANNA);
    answer(other, "approve", ANNA);
    assertInstance(id).isCompleted();
    assertInstance(other).isCompleted();
    assertThat(calls)
        .containsExactly("prepare/1", "prepare/1", "extra/1", "file/1", "send/1", "send/1");
    assertThat(steps(other)).containsExactly("prepare", "approve", "send");
    assertThat(instance(other).name()).isEqualTo("A test");
    assertThat(kit.engine().definitions().get(TENANT, "w").allSteps()).hasSize(3);
    assertThat(kit.story(id)).contains("edited by boss: ", "step added extra", "step added file");
    assertThat(kit.engine().history().diagram(TENANT, id)).contains("extra").contains("file");
    WorkflowDefinition document = kit.engine().instances().document(TENANT, id);
    assertThat(document.name()).isEqualTo("Doe against Roe");
    assertThat(document.step("extra")).isPresent();
  }

  @Test
  void an_open_task_that_nobody_has_begun_opens_anew_as_it_is_written_now() {
    InstanceId id =
        run(
            """
            [{"id": "draft", "action": "approval", "role": "LAWYER"},
             {"id": "check", "action": "approval", "role": "LAWYER", "excluding": "draft"}]
            """,
            "{}");
    answer(id, "draft", ANNA);
    Tasks tasks = kit.engine().tasks();
    assertThat(tasks.canPerform(TENANT, id, "check", ANNA)).isFalse();
    assertThat(tasks.inbox(TENANT, CARL, null, 10).items()).isEmpty();
    edit(id)
        .change(
            json(
                "{\"id\": \"check\", \"name\": \"Look again\", \"action\": \"approval\", \"role\": \"CLERK\"}"))
        .apply();
    assertThat(tasks.inbox(TENANT, CARL, null, 10).items())
        .singleElement()
        .satisfies(task -> assertThat(task.label()).isEqualTo("Look again"));
    answer(id, "check", CARL);
    assertInstance(id).isCompleted();
  }

  @Test
  void a_step_that_nobody_may_do_is_found_no_more_when_it_is_edited_or_removed() {
    String vacant =
        "[{\"id\": \"ask\", \"action\": \"approval\", \"candidates\": [\"{{input.who}}\"]}, "
            + work("after")
            + "]";
    for (boolean removes : new boolean[] {true, false}) {
      InstanceId id = run(vacant, "{\"who\": []}");
      assertThat(kit.engine().findings().count(TENANT))
          .isEqualTo(Map.of(Findings.Kind.NOBODY_MAY, 1L));
      InstanceEdit edit = edit(id);
      if (removes) {
        edit.remove("ask").apply();
      } else {
        edit.change(json("{\"id\": \"ask\", \"action\": \"approval\", \"role\": \"LAWYER\"}"))
            .apply();
      }
      kit.run();
      assertThat(kit.engine().findings().count(TENANT)).isEmpty();
      if (removes) {
        assertInstance(id).isCompleted();
      } else {
        assertInstance(id).step("ask", StepState.READY);
      }
    }
  }

  @Test
  void an_open_task_is_withdrawn_by_what_is_put_before_it_and_by_its_removal() {
    InstanceId id = run(MATTER, "{}");
    Tasks tasks = kit.engine().tasks();
    assertThat(tasks.inbox(TENANT, ANNA, null, 10).items()).hasSize(1);
    answer = context -> ActionResult.failed("not yet", true);
    edit(id).add(json(work("first")), before("approve")).apply();
    kit.run();
    assertThat(tasks.list(TENANT, null, 10).items()).isEmpty();
    assertInstance(id).step("approve", StepState.PENDING).step("first", StepState.READY);
    answer = context -> ActionResult.completed();
    kit.advance(Duration.ofHours(1));
    assertThat(tasks.inbox(TENANT, ANNA, null, 10).items()).hasSize(1);
    edit(id).remove("approve").apply();
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(tasks.list(TENANT, null, 10).items()).isEmpty();
    assertThat(steps(id)).containsExactly("prepare", "first", "send");
  }

  @Test
  void what_has_begun_stays_and_every_problem_is_told_with_its_place() {
    InstanceId id = run(MATTER, "{}");
    kit.engine().tasks().claim(TENANT, id, "approve", ANNA);
    refused(
        edit(id)
            .remove("prepare")
            .change(json("{\"id\": \"approve\", \"action\": \"approval\", \"role\": \"CLERK\"}"))
            .add(json(work("new")), before("approve"))
            .rename("Other"),
        "/changes/0/remove: step \"prepare\" has begun (it is COMPLETED) and cannot be removed",
        "/changes/1/change: step \"approve\" has begun (it is IN_PROGRESS) and cannot be changed",
        "/changes/2/add: step \"new\" would stand before \"approve\", which has begun");
    refused(
        edit(id).move("prepare", after("approve")),
        "/changes/0/move: step \"prepare\" has begun (it is COMPLETED) and cannot be moved");
    refused(
        edit(id).remove("nothing").add(json(work("send")), end()).move("send", in("prepare", 0)),
        "/changes/0/remove: there is no step \"nothing\"",
        "/changes/1/add/id: step \"send\" is there already",
        "/changes/2/at/list: step \"prepare\" holds no other steps");
    assertThat(steps(id)).containsExactly("prepare", "approve", "send");
    assertThat(instance(id).name()).isEqualTo("A test");
    assertThat(instance(id).revision()).isZero();
  }

  @Test
  void the_document_as_it_would_be_is_checked_like_any_other() {
    InstanceId id = run(MATTER, "{}");
    refused(
        edit(id).add(json("{\"id\": \"x\", \"action\": \"wrok\"}"), end()),
        "/steps/3/action: unknown action \"wrok\"; did you mean \"work\"? If it is an action of yours,"
            + " register its handler: WorkflowEngine.builder().handler(...), or"
            + " META-INF/services/dev.workflow.spi.ActionHandler");
    assertThatThrownBy(() -> edit(id).add(json("{\"id\": \"X Y\", \"acton\": 1}"), end()).apply())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("The edit of instance " + id)
        .hasMessageContaining("/steps/3/id")
        .hasMessageContaining("/steps/3/acton");
  }

  @Test
  void an_edit_is_of_the_revision_it_was_begun_with() {
    InstanceId id = run(MATTER, "{}");
    InstanceEdit first = edit(id).add(json(work("one")), end());
    InstanceEdit second = edit(id).add(json(work("two")), end());
    first.apply();
    String stale =
        "instance "
            + id
            + " is at revision 1, the edit is of revision 0; look at it and edit again";
    assertThatThrownBy(second::apply).isInstanceOf(ConflictException.class).hasMessage(stale);
    assertThatThrownBy(first::apply).isInstanceOf(ConflictException.class).hasMessage(stale);
    assertThatThrownBy(() -> edit(id).revision(0).rename("x").apply()).hasMessage(stale);
    assertThat(edit(id).revision(1).apply().difference().isEmpty()).isTrue();
    assertThat(instance(id).revision()).isEqualTo(1);
    assertThat(steps(id)).containsExactly("prepare", "approve", "send", "one");
  }

  @Test
  void it_is_for_admins_and_the_owner_of_the_subject() {
    InstanceId id = run(MATTER, "{}");
    var instances = kit.engine().instances();
    assertThatThrownBy(
            () -> instances.edit(TENANT, id, ANNA).add(json("{\"id\": 1}"), end()).apply())
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(
            "instance " + id + " can be edited with the role ADMIN or OWNER; anna has [LAWYER]");
    assertThatThrownBy(() -> instances.edit(TENANT, id, Actor.ENGINE))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> instances.edit(TenantId.of("other"), id, BOSS))
        .hasMessage("tenant other has no instance " + id);
    instances.edit(TENANT, id, OWNER).rename("Mine").apply();
    assertThat(instance(id).name()).isEqualTo("Mine");
    assertThat(kit.story(id)).contains("edited by owner: value changed /name");
  }

  @Test
  void rounds_that_have_begun_keep_their_steps_and_later_ones_get_the_new() {
    InstanceId id =
        run(
            """
            [{"id": "all", "each": {"items": "{{clients}}", "steps": [
               {"id": "write", "action": "work"},
               {"id": "sign", "action": "approval", "role": "LAWYER"}]}}]
            """,
            "{\"clients\": [\"a\", \"b\", \"c\"]}");
    answer(id, "sign[0]", ANNA);
    edit(id)
        .remove("sign")
        .add(json(work("post")), in("all", 0))
        .change(json("{\"id\": \"write\", \"name\": \"Again\", \"action\": \"work\"}"))
        .addItems("all", List.of(Json.read("\"d\"")))
        .apply();
    kit.run();
    assertInstance(id).step("sign[1]", StepState.READY);
    assertThat(kit.engine().tasks().inbox(TENANT, ANNA, null, 10).items()).hasSize(1);
    answer(id, "sign[1]", ANNA);
    assertInstance(id).isCompleted();
    assertThat(calls)
        .containsExactly(
            "write[0]/1", "write[1]/1", "write[2]/1", "post[2]/1", "write[3]/1", "post[3]/1");
    assertThat(kit.story(id)).contains("items added all");
    assertInstance(id).step("sign[0]", StepState.COMPLETED).step("post[3]", StepState.COMPLETED);
  }

  @Test
  void rounds_of_a_repeat_keep_theirs_too_through_several_edits() {
    InstanceId id =
        run(
            """
            [{"id": "again", "repeat": {"max": 4, "until": {"field": "never", "operator": "eq", "value": 1},
               "steps": [{"id": "ask", "action": "approval"}]}}]
            """,
            "{}");
    edit(id).add(json(work("first")), in("again", 0)).apply();
    answer(id, "ask[0]", BOSS);
    edit(id).remove("first").add(json(work("second")), in("again", 0)).apply();
    answer(id, "ask[1]", BOSS);
    answer(id, "ask[2]", BOSS);
    answer(id, "ask[3]", BOSS);
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("first[1]/1", "second[2]/1", "second[3]/1");
  }

  @Test
  void elements_are_added_to_a_loop_that_is_at_work_and_to_no_other() {
    InstanceId id =
        run(
            """
            [{"id": "all", "each": {"items": ["a"], "steps": [{"id": "w", "action": "work"}]}},
             {"id": "stay", "action": "approval"}]
            """,
            "{}");
    refused(
        edit(id).addItems("all", List.of(Json.read("1"))).addItems("stay", List.of(Json.read("1"))),
        "/items/all: step \"all\" is COMPLETED: it goes through no list now",
        "/items/stay: there is no step \"stay\" that goes through a list");
  }

  @Test
  void nothing_is_added_where_nothing_more_begins() {
    InstanceId id =
        run(
            """
            [{"id": "way", "branch": [
               {"when": {"field": "x", "operator": "eq", "value": 1}, "steps": [{"id": "yes", "action": "approval"}]},
               {"otherwise": true, "steps": [{"id": "no", "action": "work"}]}]},
             {"id": "stay", "action": "approval"}]
            """,
            "{\"x\": 1}");
    refused(
        edit(id).add(json(work("a")), in("way", 1)),
        "/changes/0/add: step \"a\" would never begin: step \"way\" around it has taken another way");
    edit(id).add(json(work("b")), in("way", 0)).apply();
    answer(id, "yes", BOSS);
    assertThat(calls).containsExactly("b/1");
    refused(
        edit(id).add(json(work("c")), in("way", 0)),
        "/changes/0/add: step \"c\" would never begin: step \"way\" around it is COMPLETED");
  }

  @Test
  void a_failed_instance_goes_on_with_the_edited_steps_when_it_is_retried() {
    answer =
        context ->
            context.step().equals("a") && calls.size() == 1
                ? ActionResult.failed("no", false)
                : ActionResult.completed();
    InstanceId id = run("[" + work("a") + "," + work("b") + "]", "{}");
    assertInstance(id).hasFailed();
    edit(id).remove("b").add(json(work("c")), end()).apply();
    assertInstance(id).hasFailed();
    assertThat(steps(id)).containsExactly("a", "c");
    kit.engine().instances().retry(TENANT, id, BOSS);
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("a/1", "a/1", "c/1");
  }

  @Test
  void steps_that_answer_a_failure_can_be_added_before_it_fails() {
    InstanceId id =
        run(
            """
            [{"id": "first", "action": "approval"}, {"id": "a", "action": "work", "retry": {"maxAttempts": 1}}]
            """,
            "{}");
    answer =
        context ->
            context.step().equals("a")
                ? ActionResult.failed("no", false)
                : ActionResult.completed();
    edit(id).add(json(work("tell")), onFailure("a")).apply();
    answer(id, "first", BOSS);
    assertInstance(id).hasFailed();
    assertThat(calls).containsExactly("a/1", "tell/1");
  }

  @Test
  void a_paused_one_and_one_that_waits_for_its_turn_can_be_edited_and_an_ended_one_cannot() {
    InstanceId id = run(MATTER, "{}");
    kit.engine().instances().pause(TENANT, id, BOSS, null);
    edit(id)
        .change(json("{\"id\": \"approve\", \"action\": \"approval\", \"role\": \"CLERK\"}"))
        .apply();
    kit.run();
    assertThat(kit.engine().tasks().list(TENANT, null, 10).items()).isEmpty();
    kit.engine().instances().resume(TENANT, id, BOSS);
    kit.run();
    assertThat(kit.engine().tasks().inbox(TENANT, CARL, null, 10).items()).hasSize(1);
    kit.engine().instances().cancel(TENANT, id, BOSS, null);
    assertThatThrownBy(() -> edit(id).rename("x").apply())
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "instance "
                + id
                + " is CANCELED; its steps can be edited until it has ended, and while it can be retried");

    String queue = "\"concurrency\": {\"key\": \"one\", \"policy\": \"queue\"},";
    publish("q", queue, "[{\"id\": \"ask\", \"action\": \"approval\"}]");
    assertThat(kit.engine().instances().start(TENANT, "q", LEAD, Json.object(), BOSS)).isPresent();
    InstanceId queued =
        kit.engine().instances().start(TENANT, "q", LEAD, Json.object(), BOSS).orElseThrow();
    assertInstance(queued).is(InstanceState.DRAFT);
    edit(queued).remove("ask").add(json(work("only")), end()).apply();
    assertInstance(queued).is(InstanceState.DRAFT);
    InstanceId head =
        kit.engine()
            .instances()
            .list(dev.workflow.Instances.Query.of(TENANT).workflow("q"), null, 10)
            .items()
            .get(1)
            .id();
    answer(head, "ask", BOSS);
    assertInstance(queued).isCompleted();
    assertThat(calls).contains("only/1");
  }

  @Test
  void a_delay_that_is_changed_begins_anew_and_one_that_is_not_goes_on() {
    InstanceId id =
        run("[{\"id\": \"a\", \"action\": \"work\", \"delay\": \"PT2H\"}," + work("b") + "]", "{}");
    kit.advance(Duration.ofHours(1));
    edit(id).remove("b").apply();
    kit.advance(Duration.ofMinutes(59));
    assertThat(calls).isEmpty();
    edit(id).change(json("{\"id\": \"a\", \"action\": \"work\", \"delay\": \"PT30M\"}")).apply();
    kit.advance(Duration.ofMinutes(29));
    assertThat(calls).isEmpty();
    kit.advance(Duration.ofMinutes(1));
    assertThat(calls).containsExactly("a/1");
    assertInstance(id).isCompleted();
  }

  @Test
  void a_step_that_is_edited_while_a_handler_is_at_work_counts_when_that_has_ended() {
    InstanceId[] id = new InstanceId[1];
    answer =
        context -> {
          if (context.step().equals("prepare")) {
            id[0] = context.instance();
            edit(context.instance()).add(json(work("then")), after("prepare")).apply();
          }
          return ActionResult.completed();
        };
    run("[" + work("prepare") + "," + work("last") + "]", "{}");
    assertThat(calls).containsExactly("prepare/1", "then/1", "last/1");
    assertInstance(id[0]).isCompleted();
  }

  @Test
  void another_engine_reads_the_edited_steps_back() {
    InstanceId id = run(MATTER, "{}");
    edit(id).add(json(work("one")), end()).apply();
    edit(id).add(json(work("two")), end()).apply();
    try (WorkflowEngine other = customize(WorkflowEngine.builder().store(store)).build()) {
      assertThat(other.instances().get(TENANT, id).steps())
          .extracting(WorkflowInstance.StepView::id)
          .containsExactly("prepare", "approve", "send", "one", "two");
      assertThat(other.instances().get(TENANT, id).revision()).isEqualTo(2);
    }
  }

  @Test
  void a_hostile_edit_is_refused_as_a_whole() {
    InstanceId id = run(MATTER, "{}");
    InstanceEdit many = edit(id);
    for (int i = 0; i <= 1_000; i++) {
      many.add(json(work("s" + i)), end());
    }
    refused(many, "/changes: are 1001; at most 1000 at once");
    assertThatThrownBy(() -> edit(id).rename("x".repeat(100_000)).apply())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("/name");
    assertThatThrownBy(() -> edit(id).add(Json.read("[1]"), after("prepare")).apply())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("/changes/0/add: is not a step: write an object with an \"id\"");
  }

  @Test
  void a_wait_for_what_no_workflow_waits_for_is_answered() {
    InstanceId id = run(MATTER, "{}");
    edit(id)
        .add(
            Json.read("{\"id\": \"signed\", \"wait\": {\"event\": \"contract.signed\"}}"),
            after("prepare"))
        .add(
            Json.read(
                "{\"id\": \"filed\", \"wait\": {\"event\": \"deed.filed\", \"correlation\": \"deed-1\"}}"),
            after("signed"))
        .apply();
    kit.run();
    assertInstance(id).step("signed", StepState.IN_PROGRESS);
    kit.event("contract.lost", LEAD, "{}");
    kit.event("contract.signed", SubjectRef.of("lead", "other"), "{}");
    assertInstance(id).step("signed", StepState.IN_PROGRESS);
    assertThat(kit.event("contract.signed", LEAD, "{}").answered())
        .containsExactly(new PublishReceipt.Answered(id, "signed"));
    kit.event(
        Event.of(TENANT, "deed.filed", SubjectRef.of("deed", "1"), json("{}"))
            .withCorrelation("deed-1"));
    assertInstance(id).step("filed", StepState.COMPLETED).step("approve", StepState.READY);
  }

  @Test
  void all_elements_of_a_list_are_measured_together() {
    InstanceId id =
        run(
            """
            [{"id": "all", "each": {"items": ["a"], "maxConcurrent": 1, "steps": [
               {"id": "ask", "action": "approval"}]}}]
            """,
            "{}");
    List<JsonNode> large = List.of(TextNode.valueOf("x".repeat(600_000)));
    edit(id).addItems("all", large).apply();
    refused(edit(id).addItems("all", large), "/items/all: is larger than 1048576 bytes");
  }
}
