package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActorDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that are given to one of those who may do them. */
public abstract class AllocationContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final Actor BOB = Actor.of("bob");
  private static final Actor BOSS = Actor.of("boss");
  private static final String YES = "{\"approved\": true}";

  private final Set<String> lawyers = new ConcurrentSkipListSet<>();
  private final Map<String, String> attributes = new HashMap<>();
  private @Nullable RuntimeException fault;
  private boolean lists = true;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).actors(new Lawyers());
  }

  @BeforeEach
  void hire() {
    lawyers.addAll(List.of("anna", "bob", "carl"));
  }

  private final class Lawyers implements ActorDirectory {
    @Override
    public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
      return actor.equals(BOSS)
          ? Set.of(ADMIN)
          : lawyers.contains(actor.id()) ? Set.of("LAWYER") : Set.of();
    }

    @Override
    public Optional<Map<Membership, Set<Actor>>> eligible(TenantId tenant, Set<Membership> roles) {
      if (fault != null) {
        throw fault;
      }
      return lists
          ? Optional.of(
              roles.stream()
                  .filter(asked -> asked.role().equals("LAWYER"))
                  .collect(
                      Collectors.toMap(
                          asked -> asked,
                          asked -> lawyers.stream().map(Actor::of).collect(Collectors.toSet()))))
          : Optional.empty();
    }

    @Override
    public Map<Actor, JsonNode> attributes(TenantId tenant, Set<Actor> actors) {
      Map<Actor, JsonNode> known = new HashMap<>();
      attributes.forEach((actor, json) -> known.put(Actor.of(actor), json(json)));
      known.keySet().retainAll(actors);
      return known;
    }
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private static String ask(String id, String keys) {
    return "{\"id\": \"" + id + "\", \"action\": \"approval\", \"role\": \"LAWYER\"" + keys + "}";
  }

  private TaskId task(String keys) {
    return TaskId.of(run("[" + ask("ask", keys) + "]", "{}"), "ask");
  }

  private @Nullable String assignee(TaskId id) {
    return tasks().get(TENANT, id).task().assignee();
  }

  private @Nullable String assignee(InstanceId id, String step) {
    return assignee(TaskId.of(id, step));
  }

  private List<TaskId> inbox(Actor actor) {
    return tasks().inbox(TENANT, actor, null, 50).items().stream().map(Tasks.Task::id).toList();
  }

  private void complete(InstanceId id, String step, Actor actor) {
    tasks().complete(TENANT, id, step, actor, json(YES));
    kit.run();
  }

  @Test
  void round_robin_gives_to_whoever_was_given_least_recently() {
    List<String> given = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      given.add(assignee(task(", \"allocate\": \"round-robin\"")));
    }
    assertThat(given).containsExactly("anna", "bob", "carl", "anna");
    lawyers.add("aaron");
    kit.engine().actors().changed(TENANT);
    assertThat(assignee(task(", \"allocate\": \"round-robin\""))).isEqualTo("aaron");
    assertThat(assignee(task(", \"allocate\": \"round-robin\""))).isEqualTo("bob");
  }

  @Test
  void what_is_given_is_ready_in_one_inbox_and_stands_in_the_record() {
    TaskId id = task(", \"allocate\": \"round-robin\"");
    assertInstance(id.instance()).step("ask", StepState.READY);
    assertThat(inbox(ANNA)).containsExactly(id);
    assertThat(inbox(BOB)).isEmpty();
    assertThat(tasks().whyNot(TENANT, id.instance(), "ask", BOB).orElseThrow().message())
        .isEqualTo("step \"ask\" is assigned to anna, not to bob");
    tasks().release(TENANT, id, ANNA);
    assertThat(inbox(BOB)).containsExactly(id);
  }

  @Test
  void turns_are_counted_for_each_step_of_each_workflow() {
    task(", \"allocate\": \"round-robin\"");
    InstanceId id =
        run(
            "[{\"parallel\": [{\"steps\": ["
                + ask("one", ", \"allocate\": \"round-robin\"")
                + "]}, {\"steps\": ["
                + ask("two", ", \"allocate\": \"round-robin\"")
                + "]}], \"id\": \"both\"}]",
            "{}");
    assertThat(assignee(id, "one")).isEqualTo("anna");
    assertThat(assignee(id, "two")).isEqualTo("anna");
  }

  @Test
  void the_rounds_of_a_loop_take_turns() {
    InstanceId id =
        run(
            "[{\"id\": \"all\", \"each\": {\"items\": \"{{items}}\", \"maxConcurrent\": 4, \"steps\": ["
                + ask("ask", ", \"allocate\": \"least-loaded\"")
                + "]}}]",
            "{\"items\": [1, 2, 3, 4]}");
    List<String> given = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      given.add(assignee(id, "ask[" + i + "]"));
    }
    assertThat(given).containsExactlyInAnyOrder("anna", "bob", "carl", "anna");
  }

  @Test
  void least_loaded_counts_what_somebody_holds_and_has_not_put_aside() {
    String least = ", \"allocate\": \"least-loaded\"";
    TaskId first = task(least);
    assertThat(assignee(first)).isEqualTo("anna");
    tasks().claim(TENANT, task(""), BOB);
    tasks().claim(TENANT, task(""), BOB);
    assertThat(assignee(task(least))).isEqualTo("carl");
    assertThat(assignee(task(least))).isEqualTo("anna");
    tasks().suspend(TENANT, first, ANNA, null, null);
    tasks().setFollowUp(TENANT, task(least), BOSS, kit.clock().instant().plusSeconds(60));
    assertThat(assignee(task(least))).isIn("anna", "carl");
  }

  @Test
  void random_gives_to_one_of_them() {
    Set<String> given = new ConcurrentSkipListSet<>();
    for (int i = 0; i < 40; i++) {
      given.add(assignee(task(", \"allocate\": \"random\"")));
    }
    assertThat(given).containsExactly("anna", "bob", "carl");
  }

  @Test
  void after_a_delay_it_is_given_when_it_begins() {
    TaskId id = task(", \"delay\": \"P1D\", \"allocate\": \"round-robin\"");
    assertThat(tasks().list(TENANT, null, 9).items()).isEmpty();
    kit.advance(Duration.ofDays(1));
    assertThat(assignee(id)).isEqualTo("anna");
  }

  @Test
  void nobody_is_given_what_they_are_excluded_from() {
    InstanceId id =
        run(
            "["
                + ask("write", "")
                + ", "
                + ask("check", ", \"excluding\": \"write\", \"allocate\": \"round-robin\"")
                + "]",
            "{}");
    complete(id, "write", ANNA);
    assertThat(assignee(id, "check")).isEqualTo("bob");
  }

  @Test
  void where_there_is_nobody_it_is_offered() {
    lawyers.clear();
    TaskId id = task(", \"allocate\": \"round-robin\"");
    assertInstance(id.instance()).step("ask", StepState.READY);
    assertThat(assignee(id)).isNull();
    lawyers.add("bob");
    kit.engine().actors().changed(TENANT);
    assertThat(inbox(BOB)).containsExactly(id);
  }

  @Test
  void a_directory_that_lists_nobody_leaves_it_offered() {
    lists = false;
    TaskId id = task(", \"allocate\": \"random\"");
    assertThat(assignee(id)).isNull();
    assertThat(inbox(BOB)).containsExactly(id);
  }

  @Test
  void named_candidates_are_given_it_too() {
    TaskId id = task(", \"candidates\": [\"aaron\"], \"allocate\": \"round-robin\"");
    assertThat(assignee(id)).isEqualTo("aaron");
  }

  @Test
  void a_directory_that_fails_is_asked_again_and_nothing_is_offered_meanwhile() {
    fault = new IllegalStateException("no connection");
    TaskId id = task(", \"allocate\": \"round-robin\"");
    assertInstance(id.instance()).step("ask", StepState.BLOCKED);
    assertThat(instance(id.instance()).step("ask").reason())
        .isEqualTo(
            "the host's actor directory could not say who may do it:"
                + " IllegalStateException: no connection");
    assertThat(inbox(ANNA)).isEmpty();
    kit.advance(Duration.ofMinutes(1));
    assertInstance(id.instance()).step("ask", StepState.BLOCKED);
    fault = null;
    kit.advance(Duration.ofMinutes(1));
    assertInstance(id.instance()).step("ask", StepState.READY);
    assertThat(assignee(id)).isEqualTo("anna");
  }

  @Test
  void whoever_answered_the_preferred_step_gets_it() {
    String steps = "[" + ask("first", "") + ", " + ask("second", ", \"prefer\": \"first\"") + "]";
    InstanceId id = run(steps, "{}");
    complete(id, "first", BOB);
    assertThat(assignee(id, "second")).isEqualTo("bob");
    InstanceId other = run(steps, "{}");
    tasks().claim(TENANT, other, "first", ANNA);
    lawyers.remove("anna");
    kit.engine().actors().changed(TENANT);
    complete(other, "first", BOSS);
    assertThat(assignee(other, "second")).isNull();
  }

  @Test
  void whoever_claims_first_gets_the_other_tasks_of_the_role() {
    InstanceId id =
        run(
            "\"caseOwner\": \"first-claim\",",
            "[{\"id\": \"both\", \"parallel\": [{\"steps\": ["
                + ask("one", "")
                + "]}, {\"steps\": ["
                + ask("two", "")
                + "]}]}, "
                + ask("three", "")
                + "]",
            "{}");
    tasks().claim(TENANT, id, "two", BOB);
    kit.run();
    assertThat(assignee(id, "one")).isEqualTo("bob");
    complete(id, "one", BOB);
    complete(id, "two", BOB);
    assertThat(assignee(id, "three")).isEqualTo("bob");
  }

  @Test
  void only_those_whose_attributes_fit_are_candidates() {
    attributes.put("anna", "{\"languages\": [\"en\"]}");
    attributes.put("bob", "{\"languages\": [\"en\", \"nl\"]}");
    String dutch =
        ", \"candidatesWhen\": {\"field\": \"actor.languages\", \"operator\": \"contains\","
            + " \"value\": \"nl\"}";
    TaskId id = task(dutch);
    assertThat(inbox(BOB)).containsExactly(id);
    assertThat(inbox(ANNA)).isEmpty();
    assertThat(tasks().canPerform(TENANT, id.instance(), "ask", ANNA)).isFalse();
    assertThat(tasks().canPerform(TENANT, id.instance(), "ask", BOB)).isTrue();
    assertThat(assignee(task(dutch + ", \"allocate\": \"round-robin\""))).isEqualTo("bob");
  }

  @Test
  void where_nobody_fits_only_admin_may() {
    TaskId id =
        task(
            ", \"candidatesWhen\": {\"field\": \"actor.grade\", \"operator\": \"gte\", \"value\": 3}");
    assertInstance(id.instance()).step("ask", StepState.BLOCKED);
    assertThat(instance(id.instance()).step("ask").reason())
        .isEqualTo("NOBODY_MAY: \"candidatesWhen\" holds for nobody; only ADMIN may do it");
    complete(id.instance(), "ask", BOSS);
    assertInstance(id.instance()).isCompleted();
  }

  @Test
  void who_answered_is_in_the_data() {
    InstanceId id =
        run(
            "["
                + ask("first", "")
                + ", {\"id\": \"back\", \"action\": \"approval\", \"assignee\": \"{{steps.first.by}}\","
                + " \"when\": {\"field\": \"steps.first.by\", \"operator\": \"eq\", \"value\": \"bob\"}}]",
            "{}");
    complete(id, "first", BOB);
    assertThat(assignee(id, "back")).isEqualTo("bob");
  }

  @Test
  void a_step_that_is_reopened_is_given_anew() {
    InstanceId id =
        run(
            "[" + ask("ask", ", \"allocate\": \"round-robin\"") + ", " + ask("next", "") + "]",
            "{}");
    complete(id, "ask", ANNA);
    tasks().reopen(TENANT, TaskId.of(id, "ask"), BOSS);
    kit.run();
    assertThat(inbox(BOB)).containsExactly(TaskId.of(id, "ask#2"));
    assertThat(inbox(ANNA)).isEmpty();
  }
}
