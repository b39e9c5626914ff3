package dev.workflow.testkit.simulation.commands;

import static dev.workflow.task.TaskCommand.CLAIM;
import static dev.workflow.task.TaskCommand.COMPLETE;
import static dev.workflow.task.TaskCommand.DECLINE;
import static dev.workflow.task.TaskCommand.DELEGATE;
import static dev.workflow.task.TaskCommand.FAIL;
import static dev.workflow.task.TaskCommand.RELEASE;
import static dev.workflow.task.TaskCommand.REOPEN;
import static dev.workflow.task.TaskCommand.RESUME;
import static dev.workflow.task.TaskCommand.REVOKE;
import static dev.workflow.task.TaskCommand.SKIP;
import static dev.workflow.task.TaskCommand.SUSPEND;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceEdit;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.WorkflowInstance;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.Migration;
import dev.workflow.instance.StepState;
import dev.workflow.spi.MessageState;
import dev.workflow.task.TaskCommand;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * People and operators give commands of all sorts to the instances of a random workflow, in any
 * order. Each is done or refused; after each the {@link CommandPromises} hold. In the end
 * everything is resumed, answered and waited for, and must end. Used by one thread.
 */
final class CommandStory {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final SubjectRef LEAD = SubjectRef.of("lead", "42");
  private static final Actor BOSS = Actor.of("boss");
  private static final List<Actor> PEOPLE = List.of(Actor.of("ann"), Actor.of("bob"));
  private static final Duration LONG = Duration.ofDays(15);

  /** More than any story needs to end once nobody is in its way. */
  private static final int MOST_ROUNDS = 300;

  private final Random random;
  private final RandomDocument documents;
  private final RandomWork work;
  private final WorkflowTestKit kit;
  private final CommandPromises promises;
  private final List<String> told = new ArrayList<>();
  private ArrayNode steps;
  private int version = 1;

  CommandStory(long seed) {
    random = new Random(seed);
    documents = new RandomDocument(random);
    work = new RandomWork(random);
    kit = WorkflowTestKit.inMemory(builder -> builder.handler(work));
    promises = new CommandPromises(kit, PEOPLE.get(0));
    steps = documents.steps(3, 4);
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /**
   * Plays it.
   *
   * @throws AssertionError telling the story, if something does not hold
   */
  void play() {
    try (kit) {
      ArrayNode below = documents.steps(1, 2);
      String child = Json.write(documents.workflow("child", "never", "", below));
      kit.publish(child.replace("\"workflow\":\"child\"", "\"delay\":\"PT1H\""));
      publish();
      act("begins", this::begin);
      for (int i = 5 + random.nextInt(25); i > 0; i--) {
        command();
        promises.hold();
      }
      end();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(String.join("\n", told), e);
    }
  }

  private void publish() {
    String concurrency = oneOf(List.of("", "queue", "queue", "skip", "replace"));
    String document = Json.write(documents.workflow("w", "lead.created", concurrency, steps));
    told.add(document);
    kit.publish(document);
  }

  private void begin() {
    kit.event("lead.created", LEAD, "{\"x\": " + random.nextInt(2) + "}");
  }

  private void act(String what, Runnable deed) {
    told.add(what);
    try {
      deed.run();
    } catch (WorkflowException e) {
      told.add("  refused: " + e.getMessage());
    }
    kit.run();
  }

  private void command() {
    List<Tasks.Task> open = kit.engine().tasks().list(TENANT, null, 50).items();
    InstanceId instance = oneOf(promises.instances()).id();
    List<WorkflowInstance.StepView> all = kit.instance(instance).steps();
    int kind = random.nextInt(10);
    if (kind < 5 && !open.isEmpty()) {
      task(oneOf(open).id(), oneOf(PEOPLE));
    } else if (kind < 8 && !all.isEmpty()) {
      step(instance, oneOf(all).id());
    } else {
      operate(instance);
    }
  }

  private void task(TaskId id, Actor by) {
    Tasks tasks = kit.engine().tasks();
    String who = " " + id.step() + " by " + by;
    ObjectNode yes = Json.object().put("approved", true);
    switch (random.nextInt(14)) {
      case 0 -> give(CLAIM, id, by, it -> it.claim(TENANT, id, by));
      case 1 -> give(RELEASE, id, by, it -> it.release(TENANT, id, by));
      case 2 -> give(SUSPEND, id, by, it -> it.suspend(TENANT, id, by, null, null));
      case 3 -> give(RESUME, id, by, it -> it.resume(TENANT, id, by));
      case 4 -> give(FAIL, id, by, it -> it.fail(TENANT, id, by, "cannot be done"));
      case 5 -> give(SKIP, id, by, it -> it.skip(TENANT, id, by, null));
      case 6 -> give(DELEGATE, id, by, it -> it.delegate(TENANT, id, by, "bob"));
      case 7 -> act("assign" + who, () -> tasks.assign(TENANT, id, BOSS, by.id(), Set.of()));
      case 8 -> give(DECLINE, id, by, it -> it.decline(TENANT, id, by, null));
      case 9 -> act("save" + who, () -> tasks.save(TENANT, id, by, yes, 0));
      case 10, 11 -> sendBack(id, by);
      default -> give(COMPLETE, id, by, it -> it.complete(TENANT, id, by, yes));
    }
  }

  /**
   * A command is done if and only if it is said before that it can be. Given again under the same
   * id it changes nothing.
   */
  private void give(TaskCommand command, TaskId id, Actor by, Consumer<Tasks> deed) {
    told.add(command + " " + id.step() + " by " + by);
    Optional<Tasks.Refusal> no = kit.engine().tasks().whyNot(TENANT, id, by, command);
    Tasks once = kit.engine().tasks().once("c" + told.size());
    try {
      deed.accept(once);
      if (no.isPresent()) {
        throw new AssertionError("it is done, and was not to be: " + no.get());
      }
    } catch (IllegalTransitionException | AccessDeniedException e) {
      told.add("  refused: " + e.getMessage());
      if (no.isEmpty() && command != DELEGATE) {
        throw new AssertionError("it is refused, and was to be done: " + e.getMessage(), e);
      }
      kit.run();
      return;
    } catch (WorkflowException e) {
      told.add("  refused: " + e.getMessage());
      kit.run();
      return;
    }
    kit.run();
    if (random.nextInt(3) == 0) {
      int before = kit.engine().history().of(TENANT, id.instance()).size();
      deed.accept(once);
      kit.run();
      if (kit.engine().history().of(TENANT, id.instance()).size() != before) {
        throw new AssertionError("it is done once more under the same id");
      }
    }
  }

  private void sendBack(TaskId id, Actor by) {
    String to = RandomDocument.target(steps, named(id.step()));
    if (to != null) {
      act(
          "send back " + id.step() + " to " + to,
          () -> kit.engine().tasks().sendBack(TENANT, id, by, to, null));
    }
  }

  /** Without round and visit. */
  private static String named(String step) {
    return step.replaceAll("[\\[#].*", "");
  }

  private void step(InstanceId instance, String step) {
    TaskId id = TaskId.of(instance, step);
    Actor by = oneOf(PEOPLE);
    ObjectNode yes = Json.object().put("approved", true);
    switch (random.nextInt(6)) {
      case 0, 1 -> give(REVOKE, id, by, it -> it.revoke(TENANT, id, by));
      case 2 -> give(REOPEN, id, BOSS, it -> it.reopen(TENANT, id, BOSS));
      case 3 -> give(COMPLETE, id, by, it -> it.complete(TENANT, id, by, yes));
      case 4 -> edit(instance, named(step));
      default -> move(instance, step.replaceAll("#.*", ""));
    }
  }

  private void move(InstanceId instance, String step) {
    act(
        "move to " + step,
        () -> kit.engine().instances().moveTo(TENANT, instance, step, BOSS, null));
  }

  private void edit(InstanceId instance, String at) {
    JsonNode added = documents.steps(0, 1).get(0);
    boolean removes = random.nextInt(3) == 0;
    act(
        removes ? "remove " + at : "add at " + at + " " + added,
        () -> {
          InstanceEdit edit = kit.engine().instances().edit(TENANT, instance, BOSS);
          if (removes) {
            edit.remove(at);
          } else {
            edit.add(added, InstanceEdit.Place.after(at));
          }
          edit.apply();
        });
  }

  private void operate(InstanceId id) {
    Instances instances = kit.engine().instances();
    switch (random.nextInt(13)) {
      case 0 -> act("pause " + id, () -> instances.pause(TENANT, id, BOSS, null));
      case 1 -> act("resume " + id, () -> instances.resume(TENANT, id, BOSS));
      case 2, 3 -> act("retry " + id, () -> instances.retry(TENANT, id, BOSS));
      case 4 -> act("restart " + id, () -> instances.restart(TENANT, id, BOSS));
      case 5 -> act("cancel " + id, () -> instances.cancel(TENANT, id, BOSS, null));
      case 6 -> act("begins", this::begin);
      case 7 -> migrate(id);
      case 8, 9 -> act("go", () -> kit.event("go", LEAD, "{}"));
      case 10 -> act("gone", this::gone);
      default -> {
        told.add("time passes");
        kit.advance(Duration.ofMinutes(20 + random.nextInt(2_000)));
      }
    }
  }

  private void gone() {
    kit.event("lead.gone", LEAD, "{}");
    begin();
  }

  private void migrate(InstanceId id) {
    ArrayNode before = steps;
    steps = documents.changed(steps);
    try {
      publish();
      version++;
      Migration next = Migration.to(version);
      act("migrate " + id, () -> kit.engine().instances().migrate(TENANT, id, next, BOSS));
    } catch (InvalidDefinitionException e) {
      told.add("  refused: " + e.getMessage());
      steps = before;
    }
  }

  private void end() {
    work.obeys();
    told.add("everything is answered");
    for (int round = 0; round < MOST_ROUNDS && isOpen(); round++) {
      for (Instances.Summary one : promises.instances()) {
        if (one.state() == InstanceState.PAUSED) {
          act("resume " + one.id(), () -> kit.engine().instances().resume(TENANT, one.id(), BOSS));
        }
      }
      for (Tasks.Task task : kit.engine().tasks().list(TENANT, null, 50).items()) {
        answer(task);
      }
      for (String key : work.waiting()) {
        act("call back " + key, () -> kit.engine().tasks().callback(TENANT, key, Json.object()));
      }
      kit.event("go", LEAD, "{}");
      kit.advance(Duration.ofHours(49));
    }
    if (isOpen()) {
      throw new AssertionError("it does not end: " + promises.instances());
    }
    kit.advance(LONG);
    promises.hold();
    if (promises.messages().stream()
        .anyMatch(one -> Set.of(MessageState.PENDING, MessageState.HELD).contains(one.state()))) {
      throw new AssertionError("messages are left: " + promises.messages());
    }
  }

  private void answer(Tasks.Task task) {
    Tasks tasks = kit.engine().tasks();
    ObjectNode yes = Json.object().put("approved", true);
    if (task.state() == StepState.BLOCKED) {
      act("resume", () -> tasks.resume(TENANT, task.id(), BOSS));
    }
    for (Actor by : List.of(PEOPLE.get(0), PEOPLE.get(1), BOSS)) {
      act("complete " + task.id().step(), () -> tasks.complete(TENANT, task.id(), by, yes));
    }
  }

  private boolean isOpen() {
    return promises.instances().stream().anyMatch(one -> !one.state().ended());
  }
}
