package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.TaskNotices;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ActorDirectory.Membership;
import dev.workflow.spi.Contact;
import dev.workflow.spi.TaskListener;
import dev.workflow.task.TaskBulk;
import dev.workflow.task.TaskQuery;
import dev.workflow.testkit.WorkflowAssertions;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HumanTasksTest {

  private static final Actor ANNA = Actor.of("anna");
  private static final Actor BOB = Actor.of("bob");
  private static final Actor CARL = Actor.of("carl");
  private static final Actor BOSS = Actor.of("boss");
  private static final TenantId TENANT = WorkflowTestKit.TENANT;

  // snippet: workflow
  private static final String OFFER =
      """
      {"key": "offer", "name": "Send an offer", "subject": "matter",
       "steps": [
         {"id": "approve", "name": "Approve the offer", "action": "approval", "role": "LAWYER", "due": "P2D",
          "config": {"message": "Send the offer to {{client}}?"}},
         {"id": "check", "action": "checklist", "assignee": "{{clerk}}", "required": false,
          "when": {"field": "steps.approve.output.approved", "operator": "eq", "value": true},
          "config": {"items": ["Passport seen", "Address checked"]}}]}
      """;
  // end

  // snippet: listener
  private final TaskListener budget =
      new TaskListener() {
        @Override
        public Optional<String> before(Act act) {
          boolean approves = act.answer() != null && act.answer().path("approved").asBoolean();
          return approves && spent(act.tenant())
              ? Optional.of("the budget of this month is used up")
              : Optional.empty();
        }
      };

  // end

  private boolean spent;
  private WorkflowTestKit kit;
  private Tasks tasks;
  private InstanceId id;

  @BeforeEach
  void start() {
    // snippet: actors
    ActorDirectory actors =
        (tenant, actor, subject) ->
            switch (actor.id()) {
              case "boss" -> Set.of(ActorDirectory.ADMIN);
              case "anna", "bob" -> Set.of("LAWYER");
              default -> Set.of();
            };
    // end
    kit =
        WorkflowTestKit.inMemory(
            engine -> engine.actors(actors).tasks(tasks -> tasks.withListener(budget)));
    tasks = kit.engine().tasks();
    kit.publish(OFFER);
    id =
        kit.start(
            "offer",
            SubjectRef.of("matter", "7"),
            Json.object().put("client", "Acme").put("clerk", "carl"));
  }

  @AfterEach
  void close() {
    kit.checkInvariants();
    kit.close();
  }

  private void check(Throwable refusal, Class<?> type, String message) {
    assertThat(refusal).isInstanceOf(type).hasMessage(message);
  }

  private boolean spent(TenantId tenant) {
    return spent && tenant.equals(TENANT);
  }

  @Test
  void a_listener_refuses_what_the_budget_does_not_allow() {
    spent = true;
    assertThatThrownBy(
            () -> tasks.complete(TENANT, id, "approve", ANNA, Json.object().put("approved", true)))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage("step \"approve\": the budget of this month is used up");
    tasks.complete(TENANT, id, "approve", ANNA, Json.object().put("approved", false));
  }

  @Test
  void finished_tasks_tell_who_ended_them_and_how_long_they_took() {
    tasks.claim(TENANT, id, "approve", ANNA);
    kit.advance(Duration.ofHours(2));
    tasks.complete(TENANT, id, "approve", ANNA, Json.object().put("approved", true));
    Instant monday = Instant.parse("2026-01-05T00:00:00Z");
    // snippet: finished
    Page<Tasks.Task> done =
        tasks.query(
            TENANT,
            TaskQuery.finished().withFinishedBy("anna").withFinished(monday, null),
            null,
            50);
    Tasks.Finish finish = done.items().get(0).finish();
    Map<Optional<String>, Long> byWhom =
        tasks.countBy(TENANT, TaskQuery.finished(), Tasks.Group.FINISHED_BY);
    // end
    assertThat(finish.claimToDone()).isEqualTo(Duration.ofHours(2));
    assertThat(byWhom).isEqualTo(Map.of(Optional.of("anna"), 1L));
  }

  @Test
  void a_task_stands_alone() {
    SubjectRef matter = SubjectRef.of("matter", "7");
    // snippet: create
    JsonNode step =
        Json.read(
            """
            {"id": "call", "name": "Call the client", "action": "approval", "assignee": "{{input.who}}",
             "due": "P1D", "config": {"message": "About matter {{subject.id}}"}}
            """);
    TaskId call = tasks.create(TENANT, matter, step, Json.object().put("who", "bob"), ANNA);
    // end
    assertThat(tasks.inbox(TENANT, BOB, null, 10).items())
        .extracting(Tasks.Task::id)
        .contains(call);
  }

  @Test
  void a_desk_does_the_most_urgent_task() {
    // snippet: desk
    Tasks.Task next = tasks.next(TENANT, ANNA, TaskQuery.all()).orElseThrow(); // the most urgent
    tasks.comment(TENANT, next.id(), ANNA, "The client agreed on the phone");
    tasks.complete(TENANT, next.id(), ANNA, Json.object().put("approved", true));
    // end
    assertThat(tasks.get(TENANT, next.id()).task().state()).isEqualTo(StepState.COMPLETED);
  }

  @Test
  void many_tasks_are_done_at_once() {
    tasks.claim(TENANT, tasks.inbox(TENANT, ANNA, null, 1).items().get(0).id(), ANNA);
    // snippet: bulk
    TaskBulk.Report report =
        tasks.bulk(
            TENANT,
            TaskQuery.all().withHolder("anna"),
            TaskBulk.assign("bob"),
            BOSS,
            progress -> {});
    long refused = report.count(TaskBulk.Outcome.REFUSED); // each says why
    // end
    assertThat(report.count(TaskBulk.Outcome.DONE)).isEqualTo(1);
    assertThat(refused).isZero();
  }

  @Test
  void tasks_are_asked_for_and_counted() {
    Instant now = WorkflowTestKit.START.plus(Duration.ofDays(3));
    // snippet: query
    TaskQuery late =
        TaskQuery.all()
            .withRole("LAWYER")
            .withDueBefore(now)
            .withOrder(TaskQuery.Order.OLDEST_FIRST);
    Page<Tasks.Task> page = tasks.query(TENANT, late, null, 50);
    Map<Optional<String>, Long> overdue =
        tasks.countBy(TENANT, TaskQuery.all(), Tasks.Group.OVERDUE);
    // end
    assertThat(page.items()).hasSize(1);
    assertThat(overdue).isEqualTo(Map.of(Optional.of("false"), 1L));
  }

  @Test
  void people_are_told_of_their_tasks() {
    ActorDirectory actors =
        new ActorDirectory() {
          @Override
          public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
            return Set.of("LAWYER");
          }

          // snippet: contacts
          @Override
          public Optional<Map<Membership, Set<Actor>>> eligible(
              TenantId tenant, Set<Membership> roles) {
            Map<Membership, Set<Actor>> members = new HashMap<>();
            roles.forEach(role -> members.put(role, lawyersOf(role.subject())));
            return Optional.of(members);
          }

          @Override
          public Map<Actor, Contact> contacts(TenantId tenant, Set<Actor> actors) {
            Map<Actor, Contact> contacts = new HashMap<>();
            for (Actor actor : actors) {
              contacts.put(actor, Contact.of("email", actor.id() + "@example.org"));
            }
            return contacts;
          }
          // end
        };
    try (WorkflowTestKit telling =
        WorkflowTestKit.inMemory(
            builder ->
                // snippet: notices
                builder
                    .actors(actors)
                    .tasks(
                        tasks ->
                            tasks.withNotices(
                                TaskNotices.on("in_app", "email")
                                    .withDigest(Duration.ofMinutes(15))
                                    .withLink(
                                        "https://app.example.org/{{task.instance}}/{{task.step}}")))
            // end
            )) {
      telling.publish(OFFER);
      telling.start("offer", SubjectRef.of("matter", "7"), Json.object().put("client", "Acme"));
      telling.advance(Duration.ofMinutes(16));
      assertThat(telling.messages("email"))
          .extracting(message -> message.recipient() + ": " + message.text("subject"))
          .containsExactlyInAnyOrder(
              "anna@example.org: To do: Approve the offer",
              "bob@example.org: To do: Approve the offer");
    }
  }

  private static Set<Actor> lawyersOf(@Nullable SubjectRef matter) {
    return Set.of(ANNA, BOB);
  }

  @Test
  void a_task_is_found_claimed_and_answered() {
    // snippet: claim
    List<Tasks.Task> inbox = tasks.inbox(TENANT, ANNA, null, 50).items();
    Tasks.Task task = inbox.get(0);

    tasks.claim(TENANT, task.instance(), task.step(), ANNA); // nobody else can
    tasks.complete(TENANT, task.instance(), task.step(), ANNA, Json.object().put("approved", true));
    // end
    assertThat(inbox).hasSize(1);
    assertThat(task.label()).isEqualTo("Approve the offer");
    assertThat(task.dueAt()).isEqualTo(WorkflowTestKit.START.plus(Duration.ofDays(2)));
    kit.run();
    WorkflowAssertions.assertThat(kit, id).step("check", StepState.READY);
    assertThat(tasks.inbox(TENANT, CARL, null, 50).items()).hasSize(1);
    assertThat(tasks.inbox(TENANT, BOB, null, 50).items()).isEmpty();
    tasks.complete(
        TENANT,
        id,
        "check",
        CARL,
        Json.read("{\"items\": [\"Passport seen\", \"Address checked\"]}"));
    kit.run();
    WorkflowAssertions.assertThat(kit, id).isCompleted();
    assertThat(kit.story(id)).contains("approve IN_PROGRESS -> COMPLETED by anna");
  }

  @Test
  void who_may_not_is_told_why() {
    tasks.claim(TENANT, id, "approve", ANNA);
    // snippet: refusals
    String refusals =
        """
        step "approve" needs the role LAWYER; carl has []
        step "approve" is claimed by anna already
        step "approve" is required: only ADMIN may skip it, and anna is not
        """;
    // end
    List<String> lines = refusals.lines().toList();
    assertThatThrownBy(() -> tasks.claim(TENANT, id, "approve", CARL))
        .satisfies(refusal -> check(refusal, AccessDeniedException.class, lines.get(0)));
    assertThatThrownBy(() -> tasks.claim(TENANT, id, "approve", BOB))
        .satisfies(refusal -> check(refusal, ConflictException.class, lines.get(1)));
    assertThatThrownBy(() -> tasks.skip(TENANT, id, "approve", ANNA, null))
        .satisfies(refusal -> check(refusal, AccessDeniedException.class, lines.get(2)));
    assertThat(tasks.canPerform(TENANT, id, "approve", BOB)).isFalse();
    assertThat(tasks.canPerform(TENANT, id, "approve", CARL)).isFalse();
    tasks.release(TENANT, id, "approve", ANNA);
    assertThat(tasks.canPerform(TENANT, id, "approve", BOB)).isTrue();
    tasks.claim(TENANT, id, "approve", BOB);
  }

  @Test
  void roles_can_differ_from_matter_to_matter() {
    // snippet: memberships
    ActorDirectory perMatter =
        ActorDirectory.ofMemberships(
            (tenant, actor) ->
                actor.id().equals("anna")
                    ? List.of(
                        Membership.on(SubjectRef.of("matter", "17"), "LAWYER"),
                        Membership.everywhere("CLERK"))
                    : List.of());
    // end
    assertThat(perMatter.roles(TENANT, ANNA, SubjectRef.of("matter", "17")))
        .containsExactlyInAnyOrder("LAWYER", "CLERK");
    assertThat(perMatter.roles(TENANT, ANNA, SubjectRef.of("matter", "7")))
        .containsExactly("CLERK");
    assertThat(perMatter.roles(TENANT, BOB, null)).isEmpty();
  }

  @Test
  void a_step_that_is_not_required_may_be_left_out_by_whoever_may_do_it() {
    tasks.complete(TENANT, id, "approve", BOSS, Json.object().put("approved", true));
    kit.run();
    tasks.skip(TENANT, id, "check", CARL, "known client");
    kit.run();
    WorkflowAssertions.assertThat(kit, id).isCompleted().step("check", StepState.SKIPPED);
  }

  @Test
  void due_is_a_wish_and_does_nothing_by_itself() {
    kit.advance(Duration.ofDays(30));
    WorkflowAssertions.assertThat(kit, id).isActive().step("approve", StepState.READY);
    Instant due = tasks.list(TENANT, null, 10).items().get(0).dueAt();
    assertThat(due).isEqualTo(WorkflowTestKit.START.plus(Duration.ofDays(2)));
  }
}
