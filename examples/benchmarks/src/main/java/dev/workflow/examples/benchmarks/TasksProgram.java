package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ActorDirectory.Membership;
import dev.workflow.task.TaskQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/** What the inbox of somebody costs who has a part of very many open tasks. */
final class TasksProgram {

  private static final TenantId TENANT = TenantId.of("bench");
  private static final String NAME = "#matter";
  private static final List<String> ROLES = List.of("LAWYER", "CLERK", "PARTNER");
  private static final Actor ANNA = Actor.of("anna");
  private static final Actor POOL = Actor.of("pool");

  private TasksProgram() {}

  static void run(Options options) throws Exception {
    int tasks = options.number("tasks", 1_000_000);
    int matters = options.number("matters", 300);
    int calls = options.number("calls", 4_000);
    WorkflowDefinition workflow =
        WorkflowDefinition.builder("desk")
            .on("matter.opened")
            .step(Steps.action("ask", "approval").role("LAWYER").due("P2D"))
            .build();
    Collection<Membership> hers = new ArrayList<>();
    for (int i = 0; i < matters; i++) {
      SubjectRef matter =
          SubjectRef.of("matter", NAME + "-" + (1 + (long) i * (tasks - 1) / matters));
      ROLES.forEach(role -> hers.add(Membership.on(matter, role)));
    }
    ActorDirectory actors =
        ActorDirectory.ofMemberships(
            (tenant, actor) ->
                actor.equals(ANNA)
                    ? hers
                    : List.of(Membership.everywhere("LAWYER"), Membership.everywhere("CLERK")));
    try (Database database = Database.open(options.text("jdbc"));
        JdbiWorkflowStore store = JdbiWorkflowStore.open(database.source());
        WorkflowEngine engine = WorkflowEngine.builder().store(store).actors(actors).build()) {
      fill(database, engine, workflow, tasks);
      engine.start();
      measure(database, engine.tasks(), calls);
    }
  }

  private static void fill(
      Database database, WorkflowEngine engine, WorkflowDefinition workflow, int tasks)
      throws Exception {
    engine.definitions().publish(TENANT, workflow);
    Event event =
        Event.of(TENANT, "matter.opened", SubjectRef.of("matter", NAME), Payload.of(NAME))
            .withId(NAME);
    InstanceId one = engine.events().publish(event).started().get(0).instance();
    engine.runUntilIdle();
    Clones.of(one, NAME).make(database, tasks - 1);
  }

  private static void measure(Database database, Tasks tasks, int calls) throws Exception {
    ObjectNode machine = Machine.describe(database);
    TaskQuery hers = TaskQuery.inbox(ANNA);
    TaskQuery pool = TaskQuery.inbox(POOL);
    measure("first page, 300 matters", 1, calls, machine, () -> page(tasks, hers));
    measure("count, 300 matters", 1, calls, machine, () -> tasks.count(TENANT, hers));
    measure("first page, all of a role", 1, calls, machine, () -> page(tasks, pool));
    measure("count, all of a role", 1, calls / 4, machine, () -> tasks.count(TENANT, pool));
    Queue<Claimed> claimed = new ConcurrentLinkedQueue<>();
    measure("next, 8 callers", 8, calls, machine, () -> claimed.add(next(tasks)));
    if (claimed.stream().map(Claimed::task).distinct().count() < claimed.size()) {
      throw new IllegalStateException("two callers got the same task");
    }
    measure(
        "complete", 8, claimed.size() * 4 / 5, machine, () -> complete(tasks, claimed.remove()));
  }

  private static void page(Tasks tasks, TaskQuery query) {
    Page<Tasks.Task> page = tasks.query(TENANT, query, null, 20);
    if (page.items().size() < 20) {
      throw new IllegalStateException("a page of " + page.items().size());
    }
  }

  private record Claimed(TaskId task, Actor by) {}

  /** By one of many people, who each have a few tasks. */
  private static Claimed next(Tasks tasks) {
    Actor actor = Actor.of("pool-" + ThreadLocalRandom.current().nextInt(1_000));
    return tasks
        .next(TENANT, actor, TaskQuery.inbox(actor))
        .map(task -> new Claimed(task.id(), actor))
        .orElseThrow(() -> new IllegalStateException("no task is left"));
  }

  private static void complete(Tasks tasks, Claimed claimed) {
    tasks.complete(TENANT, claimed.task(), claimed.by(), Json.object().put("approved", true));
  }

  private static void measure(
      String what, int clients, int calls, ObjectNode machine, Load.OneRun call)
      throws InterruptedException {
    Load.run(calls / 4, clients, call);
    Load.Timing timing = Load.run(calls, clients, call);
    ObjectNode line = Output.line("tasks", what);
    Output.put(line, "callsPerSecond", timing.perSecond());
    Output.put(line, "p50Ms", timing.percentileMs(50));
    Output.put(line, "p99Ms", timing.percentileMs(99));
    line.setAll(machine);
    Output.print(line);
    Output.people(
        "tasks, %s: %,.0f/s, p50 %.2f ms, p99 %.2f ms",
        what, timing.perSecond(), timing.percentileMs(50), timing.percentileMs(99));
  }
}
