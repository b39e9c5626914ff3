package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.History;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.gallery.Gallery;
import dev.workflow.instance.StepState;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.spi.AccessPolicy.Request;
import dev.workflow.spi.AccessPolicy.Right;
import dev.workflow.task.TaskBulk;
import dev.workflow.task.TaskQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Who may do what, and what becomes of what they may not do. */
public abstract class AccessContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");
  private static final Actor BOB = Actor.of("bob");
  private static final SubjectRef OTHER = SubjectRef.of("lead", "7");

  private final List<Request> asked = new CopyOnWriteArrayList<>();
  private volatile Predicate<Request> policy = request -> true;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .access(
            request -> {
              asked.add(request);
              return policy.test(request);
            });
  }

  private WorkflowEngine ann() {
    return kit.engine().as(ANN);
  }

  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";
  private static final String ASK = "[{\"id\": \"ask\", \"action\": \"approval\"}]";

  /** An instance that waits for a person. */
  private InstanceId asking(SubjectRef subject) {
    publish("w", "", ASK);
    return kit.event("lead.created", subject, "{}").started().get(0).instance();
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(AccessDeniedException.class).hasMessage(message);
  }

  @Test
  void a_call_asks_for_its_right_on_what_it_is_about() {
    InstanceId id = asking(LEAD);
    asked.clear();
    ann().instances().pause(TENANT, id, ANN, null);
    ann().history().story(TENANT, id);
    ann().instances().start(TENANT, "w", OTHER, json("{}"), ANN);
    ann().events().publish(Event.of(TENANT, "nobody.cares", LEAD, json("{}")));
    ann().messaging().templates().list(TENANT);

    assertThat(asked)
        .containsExactly(
            new Request(ANN, TENANT, Right.OPERATE, "w", LEAD, null),
            new Request(ANN, TENANT, Right.SEE, "w", LEAD, null),
            new Request(ANN, TENANT, Right.START, "w", OTHER, null),
            new Request(ANN, TENANT, Right.START, null, LEAD, null),
            new Request(ANN, TENANT, Right.SEE, null, null, null));
  }

  @Test
  void what_one_may_see_and_not_change_is_refused_and_what_one_may_not_see_is_not_there() {
    InstanceId id = asking(LEAD);
    policy = request -> request.right() == Right.SEE;
    refused(
        "\"ann\" lacks the right OPERATE on the workflow \"w\" and the subject lead:42 of tenant test",
        () -> ann().instances().cancel(TENANT, id, ANN, null));
    policy = request -> false;
    String missing = "tenant test has no instance " + id;
    assertThatThrownBy(() -> ann().instances().cancel(TENANT, id, ANN, null))
        .isInstanceOf(NotFoundException.class)
        .hasMessage(missing);
    assertThatThrownBy(() -> ann().tasks().claim(TENANT, TaskId.of(id, "ask"), ANN))
        .isInstanceOf(NotFoundException.class)
        .hasMessage(missing);
    refused(
        "\"ann\" lacks the right SEE on the workflow \"w\" of tenant test",
        () -> ann().definitions().get(TENANT, "w"));
    assertInstance(id).isActive().step("ask", StepState.READY);
  }

  @Test
  void a_policy_that_fails_refuses_and_says_so() {
    InstanceId id = asking(LEAD);
    policy =
        request -> {
          throw new IllegalStateException("the directory\nis away");
        };
    refused(
        "\"ann\" lacks the right SEE on the workflow \"w\" and the subject lead:42 of tenant test:"
            + " the AccessPolicy failed (IllegalStateException: the directory\\nis away)",
        () -> ann().instances().get(TENANT, id));
    assertThat(ann().instances().list(Instances.Query.of(TENANT), null, 10).items()).isEmpty();
    assertThat(kit.engine().instances().get(TENANT, id).id()).isEqualTo(id);
  }

  @Test
  void nobody_acts_as_somebody_else() {
    InstanceId id = asking(LEAD);
    String message = "who acts is \"ann\", and cannot act as \"bob\"";
    refused(message, () -> ann().instances().pause(TENANT, id, BOB, null));
    refused(message, () -> ann().tasks().claim(TENANT, TaskId.of(id, "ask"), BOB));
    refused(message, () -> ann().tasks().inbox(TENANT, BOB, null, 10));
    refused(
        message,
        () -> ann().tasks().once("c-1").complete(TENANT, TaskId.of(id, "ask"), BOB, json("{}")));
    refused(
        "\"ann\" cannot become \"bob\": that is up to who built the engine", () -> ann().as(BOB));
    assertThat(ann().as(ANN).tasks().inbox(TENANT, ANN, null, 10).items()).hasSize(1);
    refused(
        "\"engine\" is the engine itself; as it, nobody needs this",
        () -> kit.engine().as(Actor.ENGINE));
  }

  @Test
  void the_engine_itself_is_up_to_who_built_it() {
    String theirs = ": that is up to who built the engine";
    refused("\"ann\" cannot start the engine" + theirs, () -> ann().start());
    refused("\"ann\" cannot run the engine" + theirs, () -> ann().runUntilIdle());
    refused("\"ann\" cannot run the engine" + theirs, () -> ann().nextDue());
    ann().close();
    InstanceId id = run(WORK, "{}");
    assertInstance(id).isCompleted();
  }

  @Test
  void who_publishes_without_a_name_is_the_principal() {
    WorkflowDefinition one = WorkflowDefinition.parse("{\"key\": \"w\", \"steps\": " + WORK + "}");
    ann().definitions().publish(TENANT, one);
    ann().definitions().publishIfChanged(TENANT, one);
    ann().definitions().publishIfChanged(TENANT, one.withVersion(0), ANN);
    assertThat(kit.engine().definitions().versions(TENANT, "w"))
        .extracting(version -> version.createdBy())
        .containsExactly(ANN);
  }

  @Test
  void lists_leave_out_what_one_may_not_see() {
    InstanceId seen = asking(LEAD);
    kit.event("lead.created", OTHER, "{}");
    publish("secret", "", ASK);
    kit.event("lead.created", LEAD, "{}");
    policy = request -> "w".equals(request.workflow()) && !OTHER.equals(request.subject());

    var page = ann().instances().list(Instances.Query.of(TENANT), null, 3);
    assertThat(page.items())
        .extracting(Instances.Summary::workflow)
        .containsExactly(WorkflowRef.of("w", 1));
    assertThat(page.next()).isPresent();
    var last = ann().instances().list(Instances.Query.of(TENANT), page.next().get(), 3);
    assertThat(last.items()).extracting(Instances.Summary::id).containsExactly(seen);
    assertThat(ann().tasks().query(TENANT, TaskQuery.all(), null, 10).items())
        .extracting(task -> task.workflow() + " " + task.subject())
        .containsExactly("w lead:42", "w lead:42");
    assertThat(ann().definitions().list(TENANT))
        .extracting(WorkflowDefinition::key)
        .containsExactly("w");
    assertThat(ann().definitions().list(TENANT, null, null, 10).items())
        .extracting(one -> one.key())
        .containsExactly("w");
    assertThat(ann().instances().count(TENANT))
        .extracting(Instances.Count::workflow, Instances.Count::instances)
        .containsExactly(tuple("w", 3L));
    refused(
        "\"ann\" lacks the right SEE on everything of tenant test",
        () -> ann().tasks().count(TENANT, TaskQuery.all()));
    refused(
        "\"ann\" lacks the right SEE on the subject lead:42 of tenant test",
        () -> ann().history().of(TENANT, LEAD, History.Order.OLDEST_FIRST, null, 10));
  }

  @Test
  void who_may_see_all_is_asked_once_for_a_list() {
    asking(LEAD);
    asking(OTHER);
    asked.clear();
    assertThat(ann().instances().list(Instances.Query.of(TENANT), null, 10).items()).hasSize(2);
    assertThat(asked).containsExactly(new Request(ANN, TENANT, Right.SEE, null, null, null));
  }

  @Test
  void many_at_once_are_changed_by_who_may_change_all_of_them() {
    InstanceId id = asking(LEAD);
    InstanceId other = kit.event("lead.created", OTHER, "{}").started().get(0).instance();
    policy = request -> !OTHER.equals(request.subject()) && request.workflow() != null;
    refused(
        "\"ann\" lacks the right OPERATE on everything of tenant test",
        () ->
            ann()
                .instances()
                .bulk(
                    Instances.Query.of(TENANT), Instances.BulkOperation.PAUSE, ANN, report -> {}));
    assertThatThrownBy(
            () ->
                ann()
                    .tasks()
                    .bulk(
                        TENANT,
                        List.of(TaskId.of(id, "ask"), TaskId.of(other, "ask")),
                        TaskBulk.skip(null),
                        ANN,
                        report -> {}))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test has no instance " + other);
    assertInstance(id).step("ask", StepState.READY);
  }

  @Test
  void what_is_ones_own_needs_no_right() {
    policy = request -> false;
    var from = kit.clock().instant();
    var absence = ann().actors().absence(TENANT, ANN, from, from.plusSeconds(60), BOB);
    assertThat(ann().actors().absences(TENANT, ANN, null, 10).items()).containsExactly(absence);
    assertThat(ann().messaging().notifications().unreadCount(TENANT, "ann")).isZero();
    refused(
        "\"ann\" lacks the right ADMINISTER on everything of tenant test",
        () -> ann().actors().absence(TENANT, BOB, from, from.plusSeconds(60), ANN));
    refused(
        "\"ann\" lacks the right ADMINISTER on everything of tenant test",
        () -> ann().messaging().notifications().unreadCount(TENANT, "bob"));
  }

  @Test
  void a_transaction_of_the_host_is_checked_too() {
    policy = request -> request.right() != Right.PUBLISH;
    store.transact(
        transaction -> {
          WorkflowEngine.Joined joined = ann().in(transaction);
          refused(
              "\"ann\" lacks the right PUBLISH on the workflow \"w\" of tenant test",
              () ->
                  joined
                      .definitions()
                      .publish(
                          TENANT, WorkflowDefinition.parse("{\"key\": \"w\", \"steps\": []}")));
          refused(
              "\"ann\" lacks the right PUBLISH on everything of tenant test",
              () -> joined.messaging().templates().publish(TENANT, TemplateCalls.template(), ANN));
          return joined.definitions().list(TENANT);
        });
    InstanceId[] started = new InstanceId[1];
    publish("w", "", ASK);
    store.transact(
        transaction -> {
          WorkflowEngine.Joined joined = ann().in(transaction);
          started[0] = joined.instances().start(TENANT, "w", LEAD, json("{}"), ANN).orElseThrow();
          joined.instances().pause(TENANT, started[0], ANN, null);
          return null;
        });
    assertThat(asked.get(asked.size() - 1))
        .isEqualTo(new Request(ANN, TENANT, Right.OPERATE, "w", LEAD, null));
  }

  @Test
  void actions_that_one_may_not_use_are_refused_when_they_are_published() {
    policy = request -> request.right() != Right.USE;
    WorkflowDefinition document =
        WorkflowDefinition.parse(
            """
            {"key": "w", "steps": [
              {"id": "a", "action": "work", "compensate": {"action": "add_tag", "config": {"tag": "t"}}},
              {"id": "both", "parallel": [{"steps": [{"id": "b", "action": "approval"}]}, {"steps": [{"id": "c", "action": "work"}]}]}]}
            """);
    String message =
        "\"ann\" may not use the actions \"add_tag\", \"approval\", \"work\" in the workflow \"w\" of tenant test";
    refused(message, () -> ann().definitions().publish(TENANT, document));
    refused(message, () -> kit.engine().definitions().publish(TENANT, document, ANN));
    refused(message, () -> kit.engine().definitions().publishIfChanged(TENANT, document, ANN));
    ScheduledTask task =
        ScheduledTask.parse(
            "{\"name\": \"t\", \"type\": \"action\", \"config\": {\"action\": \"work\"},"
                + " \"every\": \"PT1H\"}");
    assertThatThrownBy(() -> ann().schedules().create(TENANT, task, ANN))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageMatching(
            "\"ann\" may not use the actions \"work\" in the workflow \"scheduled-.*\" of tenant test");
    assertThat(kit.engine().schedules().list(TENANT, null, null, 10).items()).isEmpty();
    assertThat(kit.engine().definitions().list(TENANT)).isEmpty();
  }

  @Test
  void a_template_is_no_way_around_the_right_to_publish_or_to_use_actions() {
    Gallery.Setup setup = Gallery.Setup.of(json("{\"company\": \"Acme\"}"));
    policy = request -> request.right() != Right.USE;
    refused(
        "\"ann\" may not use the actions \"send_email\", \"send_notification\" in the workflow"
            + " \"lead-welcome\" of tenant test",
        () -> ann().gallery().instantiate(TENANT, "lead-welcome", setup, ANN));
    policy = request -> request.right() != Right.PUBLISH;
    refused(
        "\"ann\" lacks the right PUBLISH on everything of tenant test",
        () -> ann().gallery().instantiate(TENANT, "lead-welcome", setup, ANN));
    assertThat(kit.engine().definitions().list(TENANT)).isEmpty();

    publish("w", "", WORK);
    refused(
        "\"ann\" lacks the right PUBLISH on the workflow \"w\" of tenant test",
        () -> ann().definitions().disable(TENANT, "w", ANN, null));
    policy = request -> request.right() == Right.PUBLISH;
    assertThat(ann().definitions().disable(TENANT, "w", ANN, null)).isTrue();
    assertThat(kit.engine().definitions().enabledChanges(TENANT, "w").get(0).by()).isEqualTo(ANN);
  }

  @Test
  void a_rollback_asks_again_for_the_actions() {
    publish("w", "", WORK);
    policy = request -> request.right() != Right.USE;
    refused(
        "\"ann\" may not use the actions \"work\" in the workflow \"w\" of tenant test",
        () -> ann().definitions().rollback(TENANT, WorkflowRef.of("w", 1), ANN));
  }

  @Test
  void an_action_that_its_principal_may_not_use_any_more_fails_for_good() {
    publish("w", "", WORK);
    asked.clear();
    policy = request -> request.right() != Right.USE;
    InstanceId id = ann().instances().start(TENANT, "w", LEAD, json("{}"), ANN).orElseThrow();
    kit.run();
    assertInstance(id).hasFailed();
    assertThat(instance(id).step("a").reason())
        .isEqualTo("\"ann\" may not use the action \"work\"");
    assertThat(asked).contains(new Request(ANN, TENANT, Right.USE, "w", LEAD, "work"));
    assertThat(calls).isEmpty();

    policy = request -> true;
    kit.engine().instances().retry(TENANT, id, BOB);
    kit.run();
    assertInstance(id).isCompleted();
  }

  @Test
  void a_policy_that_fails_before_an_attempt_is_asked_again_at_the_next() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 2}}]");
    List<Boolean> answers = new ArrayList<>();
    policy =
        request -> {
          answers.add(true);
          if (answers.size() == 1) {
            throw new IllegalStateException("away");
          }
          return true;
        };
    InstanceId id =
        kit.engine().instances().start(TENANT, "w", LEAD, json("{}"), ANN).orElseThrow();
    kit.run();
    kit.advance(Duration.ofHours(1));
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("a/2");
  }

  @Test
  void the_engine_is_never_asked_about_itself() {
    InstanceId id = run(WORK, "{}");
    assertInstance(id).isCompleted();
    assertThat(asked).isEmpty();
  }

  @Test
  void a_resolution_of_many_subjects_asks_for_each() {
    policy = request -> !OTHER.equals(request.subject());
    refused(
        "\"ann\" lacks the right SEE on the subject lead:7 of tenant test",
        () -> ann().assignments().resolveAll(TENANT, Map.of(LEAD, json("{}"), OTHER, json("{}"))));
  }
}
