package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ActorDirectory.Membership;
import dev.workflow.task.TaskQuery;
import dev.workflow.testkit.WorkflowTestKit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The inbox holds exactly the tasks that an actor may do, whatever their roles hold for. */
public abstract class TaskInboxContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("anna");
  private static final Actor BOB = Actor.of("bob");
  private static final Actor CHIEF = Actor.of("chief");
  private static final Actor BOSS = Actor.of("boss");
  private static final SubjectRef ONE = SubjectRef.of("matter", "1");
  private static final SubjectRef TWO = SubjectRef.of("matter", "2");
  private static final String STEPS =
      """
      [{"id": "all", "parallel": [
         {"steps": [{"id": "lawyers", "action": "approval", "role": "LAWYER"}]},
         {"steps": [{"id": "partners", "action": "approval", "role": "PARTNER"}]},
         {"steps": [{"id": "bobs", "action": "approval", "assignee": "bob"}]},
         {"steps": [{"id": "nobodys", "action": "approval", "assignee": "{{nobody}}"}]},
         {"steps": [{"id": "everybodys", "action": "approval"}]}]}]
      """;

  private boolean listsMemberships;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    ActorDirectory memberships = ActorDirectory.ofMemberships((tenant, actor) -> of(actor));
    return super.customize(builder)
        .actors(
            new ActorDirectory() {
              @Override
              public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
                return memberships.roles(tenant, actor, subject);
              }

              @Override
              public Optional<Collection<Membership>> memberships(TenantId tenant, Actor actor) {
                return listsMemberships ? memberships.memberships(tenant, actor) : Optional.empty();
              }
            });
  }

  private static List<Membership> of(Actor actor) {
    return switch (actor.id()) {
      case "anna" -> List.of(Membership.on(ONE, "LAWYER"), Membership.on(TWO, "PARTNER"));
      case "bob" -> List.of(Membership.everywhere("LAWYER"));
      case "chief" -> List.of(Membership.on(TWO, ActorDirectory.ADMIN));
      case "boss" -> List.of(Membership.everywhere(ActorDirectory.ADMIN));
      default -> List.of();
    };
  }

  private List<InstanceId> begin() {
    publish("w", "", STEPS);
    return Stream.of(ONE, TWO)
        .map(subject -> kit.event("lead.created", subject, "{}").started().get(0).instance())
        .toList();
  }

  private static String name(Tasks.Task task) {
    return task.subject().id() + "/" + task.step();
  }

  private List<String> inbox(Actor actor, int limit) {
    List<String> seen = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page<Tasks.Task> page = kit.engine().tasks().inbox(TENANT, actor, cursor.orElse(null), limit);
      page.items().forEach(task -> seen.add(name(task)));
      cursor = page.next();
    } while (cursor.isPresent());
    return seen;
  }

  @Test
  void a_query_asks_for_several_things_at_once_in_its_order() {
    List<InstanceId> ids = begin();
    kit.advance(Duration.ofHours(1));
    Tasks tasks = kit.engine().tasks();
    tasks.claim(TENANT, ids.get(0), "lawyers", BOB);
    TaskQuery lawyers = TaskQuery.all().withRole("LAWYER");
    assertThat(names(lawyers)).containsExactlyInAnyOrder("1/lawyers", "2/lawyers");
    assertThat(names(lawyers.withClaimant("bob"))).containsExactly("1/lawyers");
    assertThat(names(lawyers.withStates(StepState.READY))).containsExactly("2/lawyers");
    assertThat(names(TaskQuery.inbox(BOB).withSubject(TWO).withRole("LAWYER")))
        .containsExactly("2/lawyers");
    assertThat(tasks.countBy(TENANT, TaskQuery.all(), Tasks.Group.ROLE))
        .isEqualTo(
            Map.of(Optional.of("LAWYER"), 2L, Optional.of("PARTNER"), 2L, Optional.empty(), 6L));
    TaskQuery newest = TaskQuery.all().withOrder(TaskQuery.Order.NEWEST_FIRST);
    String cursor = tasks.query(TENANT, newest, null, 3).next().orElseThrow();
    assertThat(tasks.query(TENANT, newest, cursor, 100).items()).hasSize(7);
    assertThatThrownBy(() -> tasks.query(TENANT, TaskQuery.all(), cursor, 3))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The cursor has a problem:\n  (document): is not a cursor returned by this list");
  }

  private List<String> names(TaskQuery query) {
    return kit.engine().tasks().query(TENANT, query, null, 100).items().stream()
        .map(TaskInboxContract::name)
        .toList();
  }

  @Test
  void it_holds_what_can_be_done_with_roles_that_hold_for_one_matter() {
    List<InstanceId> ids = begin();
    kit.engine().tasks().claim(TENANT, ids.get(0), "everybodys", BOB);
    List<Tasks.Task> all = kit.engine().tasks().list(TENANT, null, 100).items();
    assertThat(all).hasSize(10);
    for (boolean lists : List.of(true, false)) {
      listsMemberships = lists;
      assertThat(inbox(ANNA, 2))
          .containsExactlyInAnyOrder("1/lawyers", "2/partners", "2/everybodys");
      for (Actor actor : List.of(ANNA, BOB, CHIEF, BOSS, Actor.of("carl"))) {
        assertThat(inbox(actor, 3))
            .as("the inbox of %s", actor)
            .containsExactlyInAnyOrderElementsOf(
                all.stream()
                    .filter(
                        task ->
                            kit.engine()
                                .tasks()
                                .canPerform(TENANT, task.instance(), task.step(), actor))
                    .map(TaskInboxContract::name)
                    .toList());
      }
    }
  }

  @Test
  void the_next_page_begins_where_the_last_one_ended_whatever_became_of_its_tasks() {
    List<InstanceId> ids = begin();
    for (boolean lists : List.of(true, false)) {
      listsMemberships = lists;
      Page<Tasks.Task> first = kit.engine().tasks().inbox(TENANT, BOSS, null, 3);
      Tasks.Task last = first.items().get(2);
      kit.engine().tasks().skip(TENANT, last.instance(), last.step(), BOSS, null);
      Page<Tasks.Task> second =
          kit.engine().tasks().inbox(TENANT, BOSS, first.next().orElseThrow(), 10);
      assertThat(second.items())
          .extracting(TaskInboxContract::name)
          .doesNotContainAnyElementsOf(first.items().stream().map(TaskInboxContract::name).toList())
          .hasSize(lists ? 7 : 6);
    }
    assertThat(ids).hasSize(2);
  }

  @Test
  void a_cursor_that_this_list_did_not_give_is_refused() {
    begin();
    Tasks tasks = kit.engine().tasks();
    String ofInbox = tasks.inbox(TENANT, BOSS, null, 1).next().orElseThrow();
    String ofList = tasks.list(TENANT, null, 1).next().orElseThrow();
    String ofInstances =
        kit.engine().instances().list(Instances.Query.of(TENANT), null, 1).next().orElseThrow();
    String ofEvents = kit.engine().events().list(TENANT, null, 1).next().orElseThrow();
    for (String wrong : List.of("", "x", "1/2", "%%%", "\u0000", ofList, ofInstances, ofEvents)) {
      refused(() -> tasks.inbox(TENANT, BOSS, wrong, 1));
    }
    for (String wrong : List.of("x", ofInbox, ofInstances, ofEvents)) {
      refused(() -> tasks.list(TENANT, wrong, 1));
    }
    for (String wrong : List.of("x", ofInbox, ofList, ofEvents)) {
      refused(() -> kit.engine().instances().list(Instances.Query.of(TENANT), wrong, 1));
    }
    for (String wrong : List.of("x", ofInbox, ofList, ofInstances)) {
      refused(() -> kit.engine().events().list(TENANT, wrong, 1));
    }
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The cursor has a problem:\n  (document): is not a cursor returned by this list");
  }

  @Test
  void what_no_task_can_have_is_refused_and_a_time_beyond_all_is_no_end() {
    begin();
    List<java.util.function.UnaryOperator<TaskQuery>> wrong =
        List.of(
            all -> all.withRole("a\u0000"),
            all -> all.withCandidate("\uD800"),
            all -> all.withAssignee("a\u0000"),
            all -> all.withClaimant("a\n"),
            all -> all.withHolder("x".repeat(3_000)),
            all -> all.withInvolved("\uD800"),
            all -> all.withWorkflow("a\u0000"),
            all -> all.withAction("a\u0000"),
            all -> all.withLabel("a\u0000"),
            all -> all.withStep("a\u0000"),
            all -> all.withField("a\u0000", "b"),
            all -> all.withField("a", "b\u0000"));
    for (var one : wrong) {
      assertThatThrownBy(
              () -> kit.engine().tasks().query(TENANT, one.apply(TaskQuery.all()), null, 1))
          .isExactlyInstanceOf(InvalidInputException.class);
    }
    TaskQuery all = TaskQuery.all();
    int open = names(all).size();
    assertThat(names(all.withCreated(Instant.MIN, Instant.MAX))).hasSize(open);
    assertThat(names(all.withCreated(Instant.MAX, null))).isEmpty();
    assertThat(names(all.withCreated(null, Instant.MIN))).isEmpty();
    assertThat(names(all.withDue(Instant.MAX, Instant.MIN))).isEmpty();
    String far =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                ("tasks\n\n50\n+1000000000-12-31T23:59:59Z\n"
                        + InstanceId.of(new UUID(0, 1))
                        + "\na")
                    .getBytes(StandardCharsets.UTF_8));
    refused(() -> kit.engine().tasks().list(TENANT, far, 1));
  }
}
