package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceEdit;
import dev.workflow.InstanceEdit.Place;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Tasks;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.Migration;
import dev.workflow.spi.ActionResult;
import dev.workflow.testkit.StatisticsCheck;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random instances that are edited, migrated, moved and restarted while people answer: what holds
 * after every act, whatever happened before.
 */
public abstract class ChangesStoriesContract extends EngineContract {

  private static final Actor BOSS = Actor.of("boss");
  private static final int STORIES = 12;
  private static final int ACTS = 14;

  private final List<String> done = new ArrayList<>();
  private int made;

  @Test
  void whatever_is_changed_nothing_is_lost_done_twice_or_left_standing() {
    try (WorkflowEngine other = customize(WorkflowEngine.builder().store(store)).build()) {
      for (int seed = 0; seed < STORIES; seed++) {
        story(new SplittableRandom(seed), other, "seed " + seed);
      }
    }
  }

  private Instances instances() {
    return kit.engine().instances();
  }

  private void story(SplittableRandom random, WorkflowEngine other, String seed) {
    answer =
        context -> {
          done.add(context.idempotencyKey());
          return ActionResult.completed();
        };
    made = 0;
    InstanceId id = run("[" + steps(random, 4) + "]", "{}");
    for (int act = 0; act < ACTS; act++) {
      id = act(random, id, other, seed + ", act " + act);
    }
    for (int i = 0; i < 60 && !instance(id).state().ended(); i++) {
      answerAll(id);
    }
    assertThat(instance(id).state().ended()).as("%s\n%s", seed, kit.story(id)).isTrue();
    assertThat(new HashSet<>(done)).as("%s: done once", seed).hasSameSizeAs(done);
    StatisticsCheck.check(kit.engine(), TENANT);
  }

  private InstanceId act(
      SplittableRandom random, InstanceId id, WorkflowEngine other, String name) {
    WorkflowInstance before = instance(id);
    List<HistoryEntry> history = kit.engine().history().of(TENANT, id);
    InstanceId now = id;
    boolean refused = false;
    try {
      now = change(random, id);
    } catch (InvalidInputException | IllegalTransitionException | NotFoundException e) {
      refused = true;
    }
    if (refused) {
      assertThat(instance(id)).as("%s: nothing half-done", name).isEqualTo(before);
    }
    kit.run();
    assertThat(kit.engine().history().of(TENANT, id).subList(0, history.size()))
        .as("%s: the history only grows", name)
        .isEqualTo(history);
    assertThat(other.instances().get(TENANT, now))
        .as("%s: another engine sees the same", name)
        .isEqualTo(instance(now));
    assertThat(other.history().diagram(TENANT, now)).contains("flowchart");
    Set<String> open = new HashSet<>();
    instance(now).steps().stream()
        .filter(step -> step.asks() != null)
        .forEach(step -> open.add(step.id()));
    assertThat(tasks(now)).as("%s: the inbox is right", name).isEqualTo(open);
    return now;
  }

  private Set<String> tasks(InstanceId id) {
    Set<String> steps = new HashSet<>();
    kit.engine().tasks().list(TENANT, null, 500).items().stream()
        .filter(task -> task.instance().equals(id))
        .forEach(task -> steps.add(task.step()));
    return steps;
  }

  private InstanceId change(SplittableRandom random, InstanceId id) {
    if (instance(id).state().ended()) {
      return instances().restart(TENANT, id, BOSS).orElseThrow();
    }
    switch (random.nextInt(6)) {
      case 0, 1 -> edit(random, id);
      case 2 -> migrate(random, id);
      case 3 -> instances().moveTo(TENANT, id, target(random, id), BOSS, null);
      default -> answerOne(random, id);
    }
    return id;
  }

  private void edit(SplittableRandom random, InstanceId id) {
    InstanceEdit edit = instances().edit(TENANT, id, BOSS);
    for (int i = 0; i <= random.nextInt(2); i++) {
      String some = some(random, id);
      switch (random.nextInt(5)) {
        case 0 -> edit.remove(some);
        case 1 -> edit.move(some, Place.after(some(random, id)));
        case 2 ->
            edit.change(
                json("{\"id\": \"" + some + "\", \"name\": \"Other\", \"action\": \"approval\"}"));
        case 3 -> edit.add(json(step(random, 1)), Place.in(some, 0));
        default -> edit.add(json(step(random, 1)), Place.after(some));
      }
    }
    edit.apply();
  }

  private void migrate(SplittableRandom random, InstanceId id) {
    ObjectNode document = instances().document(TENANT, id).toJson();
    int at = random.nextInt(document.withArray("steps").size() + 1);
    document.withArray("steps").insert(at, json(step(random, 1)));
    if (random.nextInt(3) == 0) {
      document.withArray("steps").remove(random.nextInt(document.withArray("steps").size()));
    }
    WorkflowDefinition next =
        kit.engine().definitions().publish(TENANT, WorkflowDefinition.parse(document), BOSS);
    Migration migration = Migration.to(next.version()).withoutEdits();
    instances().migrate(TENANT, id, migration, BOSS);
  }

  private String target(SplittableRandom random, InstanceId id) {
    List<WorkflowInstance.StepView> steps = instance(id).steps();
    return steps.get(random.nextInt(steps.size())).id();
  }

  private String some(SplittableRandom random, InstanceId id) {
    List<Step> all = instances().document(TENANT, id).allSteps();
    return all.isEmpty() ? "none" : all.get(random.nextInt(all.size())).id();
  }

  private void answerOne(SplittableRandom random, InstanceId id) {
    List<String> open = new ArrayList<>(new java.util.TreeSet<>(tasks(id)));
    if (!open.isEmpty()) {
      answer(id, open.get(random.nextInt(open.size())));
    }
  }

  private void answerAll(InstanceId id) {
    tasks(id).forEach(step -> answer(id, step));
    kit.run();
  }

  private void answer(InstanceId id, String step) {
    Tasks tasks = kit.engine().tasks();
    if (tasks.canPerform(TENANT, id, step, BOSS)) {
      tasks.complete(TENANT, id, step, BOSS, json("{\"approved\": true}"));
    }
  }

  private String steps(SplittableRandom random, int count) {
    List<String> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.add(step(random, 2));
    }
    return String.join(",", steps);
  }

  private String step(SplittableRandom random, int depth) {
    String id = "s" + made++;
    int kind = depth == 0 ? random.nextInt(3) : random.nextInt(6);
    String begin = "{\"id\": \"" + id + "\", ";
    return switch (kind) {
      case 0 -> begin + "\"action\": \"work\"}";
      case 3 ->
          begin
              + "\"each\": {\"items\": [1, 2, 3], \"steps\": ["
              + step(random, depth - 1)
              + ","
              + step(random, 0)
              + "]}}";
      case 4 ->
          begin
              + "\"parallel\": [{\"steps\": ["
              + step(random, depth - 1)
              + "]}, {\"steps\": ["
              + step(random, 0)
              + "]}]}";
      case 5 ->
          begin
              + "\"branch\": [{\"when\": {\"field\": \"none\", \"operator\": \"eq\", \"value\": 1}, \"steps\": ["
              + step(random, 0)
              + "]}, {\"otherwise\": true, \"steps\": ["
              + step(random, 0)
              + "]}]}";
      default -> begin + "\"action\": \"approval\"}";
    };
  }
}
