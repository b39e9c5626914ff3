package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.operations.Actors;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.task.TaskQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** People who are away, and those who do their tasks meanwhile. */
public abstract class SubstitutionContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final Actor BOB = Actor.of("bob");
  private static final Actor CARL = Actor.of("carl");
  private static final Actor DORA = Actor.of("dora");
  private static final String YES = "{\"approved\": true}";

  /** Anna and dora are lawyers, bob is a clerk. */
  private static final Map<Actor, String> ROLES =
      Map.of(ANNA, "LAWYER", DORA, "LAWYER", BOB, "CLERK");

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).actors(new Office());
  }

  private static final class Office implements ActorDirectory {
    @Override
    public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
      return ROLES.containsKey(actor) ? Set.of(ROLES.get(actor)) : Set.of();
    }

    @Override
    public Optional<Collection<Membership>> memberships(TenantId tenant, Actor actor) {
      return Optional.of(roles(tenant, actor, null).stream().map(Membership::everywhere).toList());
    }

    @Override
    public Optional<Map<Membership, Set<Actor>>> eligible(TenantId tenant, Set<Membership> asked) {
      return Optional.of(
          asked.stream()
              .collect(
                  Collectors.toMap(
                      role -> role,
                      role ->
                          ROLES.keySet().stream()
                              .filter(actor -> role.role().equals(ROLES.get(actor)))
                              .collect(Collectors.toSet()))));
    }
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private Actors actors() {
    return kit.engine().actors();
  }

  private Instant now() {
    return kit.clock().instant();
  }

  private Instant tomorrow() {
    return now().plus(Duration.ofDays(1));
  }

  private Actors.Absence away(Actor actor, @Nullable Actor substitute) {
    return actors().absence(TENANT, actor, now(), tomorrow(), substitute);
  }

  private TaskId task(String keys) {
    return TaskId.of(
        run("[{\"id\": \"ask\", \"action\": \"approval\", " + keys + "}]", "{}"), "ask");
  }

  private List<TaskId> inbox(Actor actor) {
    return tasks().inbox(TENANT, actor, null, 50).items().stream().map(Tasks.Task::id).toList();
  }

  private boolean may(TaskId id, Actor actor) {
    return tasks().canPerform(TENANT, id.instance(), id.step(), actor);
  }

  private String wrong(Actor actor, Instant from, Instant to, @Nullable Actor substitute) {
    try {
      actors().absence(TENANT, actor, from, to, substitute);
      return "nothing";
    } catch (InvalidInputException e) {
      return e.getMessage();
    }
  }

  @Test
  void a_substitute_does_what_the_absentee_could_and_the_record_says_for_whom() {
    TaskId id = task("\"role\": \"LAWYER\"");
    assertThat(may(id, BOB)).isFalse();
    away(ANNA, BOB);
    assertThat(inbox(BOB)).containsExactly(id);
    assertThat(may(id, BOB)).isTrue();
    tasks().complete(TENANT, id, BOB, json(YES));
    kit.run();
    assertInstance(id.instance()).isCompleted();
    assertThat(kit.engine().history().of(TENANT, id.instance()))
        .filteredOn(entry -> entry.stamp().actor().equals(BOB))
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(entry.stamp().onBehalfOf()).isEqualTo(ANNA));
  }

  @Test
  void it_begins_and_ends_by_the_clock() {
    TaskId id = task("\"role\": \"LAWYER\"");
    actors().absence(TENANT, ANNA, now().plusSeconds(60), now().plusSeconds(120), BOB);
    assertThat(may(id, BOB)).isFalse();
    kit.advance(Duration.ofSeconds(59));
    assertThat(may(id, BOB)).isFalse();
    kit.advance(Duration.ofSeconds(1));
    assertThat(may(id, BOB)).isTrue();
    kit.advance(Duration.ofSeconds(59));
    assertThat(may(id, BOB)).isTrue();
    kit.advance(Duration.ofSeconds(1));
    assertThat(may(id, BOB)).isFalse();
    assertThat(inbox(BOB)).isEmpty();
  }

  @Test
  void whoever_is_away_keeps_what_they_hold() {
    TaskId id = task("\"assignee\": \"anna\"");
    away(ANNA, BOB);
    tasks().start(TENANT, id, BOB);
    Tasks.Task task = tasks().get(TENANT, id).task();
    assertThat(task.state()).isEqualTo(StepState.IN_PROGRESS);
    assertThat(task.claimedBy()).isEqualTo(ANNA);
    assertThat(inbox(ANNA)).containsExactly(id);
    assertThat(inbox(BOB)).containsExactly(id);
    tasks().complete(TENANT, id, BOB, json(YES));
    assertThat(instance(id.instance()).step("ask").claimedBy()).isEqualTo(BOB);
  }

  @Test
  void what_a_substitute_has_claimed_goes_on_after_the_absence_with_whom_it_was_for() {
    TaskId id = task("\"role\": \"LAWYER\"");
    Actors.Absence absence = away(ANNA, BOB);
    tasks().claim(TENANT, id, BOB);
    assertThat(may(id, DORA)).isFalse();
    assertThat(actors().removeAbsence(TENANT, absence.id())).isTrue();
    assertThat(may(id, BOB)).isFalse();
    tasks().complete(TENANT, id, ANNA, json(YES));
    kit.run();
    assertInstance(id.instance()).isCompleted();
  }

  @Test
  void a_substitute_who_is_away_has_one_too() {
    TaskId id = task("\"role\": \"LAWYER\"");
    away(ANNA, BOB);
    away(BOB, CARL);
    assertThat(inbox(CARL)).containsExactly(id);
    tasks().complete(TENANT, id, CARL, json(YES));
    kit.run();
    assertInstance(id.instance()).isCompleted();
  }

  @Test
  void counts_and_next_have_the_tasks_of_the_absentee_each_once() {
    task("\"role\": \"LAWYER\"");
    TaskId both = task("\"role\": [\"LAWYER\", \"CLERK\"], \"priority\": 90");
    task("\"role\": \"CLERK\"");
    task("\"role\": \"BOARD\"");
    assertThat(inbox(BOB)).hasSize(2);
    away(ANNA, BOB);
    assertThat(inbox(BOB)).hasSize(3).doesNotHaveDuplicates();
    assertThat(tasks().count(TENANT, TaskQuery.inbox(BOB)).tasks()).isEqualTo(3);
    assertThat(tasks().countBy(TENANT, TaskQuery.inbox(BOB), Tasks.Group.STATE))
        .isEqualTo(Map.of(Optional.of("READY"), 3L));
    Page<Tasks.Task> first = tasks().inbox(TENANT, BOB, null, 2);
    assertThat(first.items().get(0).id()).isEqualTo(both);
    assertThat(tasks().inbox(TENANT, BOB, first.next().orElseThrow(), 2).items()).hasSize(1);
    for (int i = 0; i < 3; i++) {
      assertThat(tasks().next(TENANT, BOB, TaskQuery.all())).isPresent();
    }
    assertThat(tasks().next(TENANT, BOB, TaskQuery.all())).isEmpty();
  }

  @Test
  void what_excludes_one_of_both_excludes_the_substitute() {
    InstanceId id =
        run(
            """
            [{"id": "write", "action": "approval", "role": ["LAWYER", "CLERK"]},
             {"id": "check", "action": "approval", "role": "LAWYER", "excluding": "write"}]
            """,
            "{}");
    away(ANNA, BOB);
    tasks().complete(TENANT, id, "write", BOB, json(YES));
    kit.run();
    TaskId check = TaskId.of(id, "check");
    assertThat(may(check, BOB)).isFalse();
    assertThat(inbox(BOB)).isEmpty();
    assertThat(may(check, ANNA)).isTrue();

    InstanceId other =
        run(
            """
            [{"id": "write", "action": "approval", "role": "LAWYER"},
             {"id": "check", "action": "approval", "role": "LAWYER", "excluding": "write"}]
            """,
            "{}");
    tasks().complete(TENANT, other, "write", BOB, json(YES));
    kit.run();
    assertThat(may(TaskId.of(other, "check"), ANNA)).isFalse();
    assertThat(may(TaskId.of(other, "check"), DORA)).isTrue();
  }

  @Test
  void a_human_has_one_vote_also_as_a_substitute() {
    TaskId id = task("\"quorum\": {\"approvals\": 2, \"of\": [\"anna\", \"bob\", \"dora\"]}");
    away(ANNA, BOB);
    tasks().complete(TENANT, id, BOB, json(YES));
    assertThat(may(id, BOB)).isFalse();
    assertThat(may(id, ANNA)).isTrue();

    TaskId other = task("\"quorum\": {\"approvals\": 2, \"of\": [\"anna\", \"dora\"]}");
    tasks().complete(TENANT, other, BOB, json(YES));
    assertThat(may(other, BOB)).isFalse();
    assertThat(may(other, ANNA)).isFalse();
    assertThat(inbox(ANNA)).doesNotContain(other);
    tasks().complete(TENANT, other, DORA, json(YES));
    kit.run();
    assertThat(instance(other.instance()).step("ask").output().path("votes").toString())
        .contains("{\"by\":\"bob\",\"for\":\"anna\",\"approved\":true");
  }

  @Test
  void nothing_is_allocated_to_whoever_is_away() {
    away(ANNA, BOB);
    TaskId id = task("\"role\": \"LAWYER\", \"allocate\": \"round-robin\"");
    assertThat(tasks().get(TENANT, id).task().assignee()).isEqualTo("dora");
  }

  @Test
  void a_circle_is_refused_where_the_absences_overlap() {
    away(ANNA, BOB);
    away(BOB, CARL);
    assertThat(wrong(CARL, now().plusSeconds(5), tomorrow(), ANNA))
        .isEqualTo(
            "The absence has a problem:\n  /substitute: it would make a circle: carl, for whom anna, for whom bob,"
                + " for whom carl");
    assertThat(wrong(CARL, tomorrow(), tomorrow().plusSeconds(5), ANNA)).isEqualTo("nothing");
  }

  @Test
  void more_than_five_after_each_other_are_refused() {
    for (int i = 0; i < 5; i++) {
      away(Actor.of("a" + i), Actor.of("a" + (i + 1)));
    }
    String tooLong =
        "The absence has a problem:\n  /substitute: it would make a chain of 6 substitutes; at most 5 are allowed";
    assertThat(wrong(Actor.of("a5"), now(), tomorrow(), BOB)).isEqualTo(tooLong);
    assertThat(wrong(BOB, now(), tomorrow(), Actor.of("a0"))).isEqualTo(tooLong);
    assertThat(wrong(BOB, now(), tomorrow(), Actor.of("a1"))).isEqualTo("nothing");
  }

  @Test
  void what_cannot_be_is_refused_with_all_problems() {
    assertThat(wrong(ANNA, tomorrow(), now(), ANNA))
        .isEqualTo(
            "The absence has 2 problems:\n"
                + "  /to: is "
                + now()
                + ", which is not after its begin "
                + tomorrow()
                + "\n  /substitute: is the one who is away");
    away(ANNA, null);
    assertThat(wrong(ANNA, now(), tomorrow(), BOB))
        .isEqualTo(
            "The absence has a problem:\n  /from: anna is absent already from "
                + now()
                + " to "
                + tomorrow());
    assertThat(wrong(BOB, now(), tomorrow(), Actor.ENGINE))
        .isEqualTo(
            "The absence has a problem:\n  /substitute: the actor id \"engine\" is the engine's own; a"
                + " person needs another");
  }

  @Test
  void they_are_listed_until_they_have_ended() {
    Actors.Absence one = away(ANNA, BOB);
    Actors.Absence two = away(BOB, null);
    Page<Actors.Absence> page = actors().absences(TENANT, null, null, 1);
    assertThat(page.items()).containsExactly(one);
    assertThat(actors().absences(TENANT, null, page.next().orElseThrow(), 9).items())
        .containsExactly(two);
    assertThat(actors().absences(TENANT, BOB, null, 9).items()).containsExactly(two);
    assertThat(actors().removeAbsence(TENANT, two.id())).isTrue();
    assertThat(actors().removeAbsence(TENANT, two.id())).isFalse();
    kit.advance(Duration.ofDays(1));
    assertThat(actors().absences(TENANT, null, null, 9).items()).isEmpty();
    assertThatThrownBy(() -> actors().absences(TENANT, null, "nonsense", 9))
        .isInstanceOf(InvalidInputException.class);
  }
}
