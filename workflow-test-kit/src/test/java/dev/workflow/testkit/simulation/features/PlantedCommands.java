package dev.workflow.testkit.simulation.features;

import java.util.List;

/** Faults in what people may do. */
final class PlantedCommands {

  private static final String COMMANDS = "internal/decide/Commands.java";
  private static final String PERMITS = "internal/service/TaskPermits.java";

  static final List<Plant> ALL =
      List.of(
          Plant.of(
              "what the engine does can be claimed and released as if it were a task",
              COMMANDS,
              "if (!task && !(command == Command.SKIP && admin) && !ended(run.state()))",
              "if (!task && step == null)"),
          Plant.of(
              "a task is there before its delay is over",
              COMMANDS,
              "case READY -> isForPeople(step, run.key()) && run.dueAt() == null;",
              "case READY -> isForPeople(step, run.key());"),
          Plant.of(
              "a claim loses the timeout of a task",
              "internal/decide/StepStart.java",
              """
              if (byPeople(step)) {
                    return deadlines.pass(step, scope, run);
                  }
                  Instant due""",
              "Instant due"),
          Plant.of(
                  "a task whose assignee is nobody is for everybody",
                  "internal/decide/TaskOpening.java",
                  "return named.assignee(somebody == null && !others ? Commands.NOBODY : somebody);",
                  "return named.assignee(somebody);")
              .and(
                  "internal/decide/Candidacy.java",
                  "return performer.candidates().namesAnybody()\n",
                  "return performer.candidates().namesAnybody() && performer.required() && false\n")
              .and(
                  "internal/decide/Candidacy.java",
                  "return !performer.candidates().namesAnybody() && !seats && !Commands.waits(run);",
                  "return assignee() == null && roles().isEmpty() && !Commands.waits(run);"),
          Plant.of(
              "a task that another holds can be answered",
              "internal/service/ActorRefusal.java",
              "admin && !takes() || command == Command.COMMENT ? null : held();",
              "null;"),
          Plant.of(
              "a directory that throws gives no roles instead of refusing",
              "internal/service/ActorRoles.java",
              "return ask(actor, () -> new TreeSet<>(engine.actors().roles(tenant, actor, subject)));",
              """
              try {
                    return new TreeSet<>(engine.actors().roles(tenant, actor, subject));
                  } catch (RuntimeException e) {
                    return new TreeSet<>();
                  }"""),
          Plant.of(
              "strangers answer what waits for its callback",
              "internal/decide/Candidacy.java",
              "return !performer.candidates().namesAnybody() && !seats && !Commands.waits(run);",
              "return !performer.candidates().namesAnybody() && !seats;"),
          Plant.of(
              "tasks of an instance that is paused can be done",
              COMMANDS,
              "if (state == InstanceState.PAUSED && !command.duringPause())",
              "if (state == InstanceState.DRAFT)"),
          Plant.of(
              "an event with the correlation of an action that waits finds nothing",
              "internal/engine/EventDelivery.java",
              "if (event.correlation() != null) {\n      lookups.add(",
              "if (event.correlation() != null && lookups.size() > 99) {\n      lookups.add("),
          Plant.of(
              "the inbox does not know the roles that hold for one subject",
              "internal/service/OwnTasks.java",
              "ActorRoles.of(transactions.engine(), filter.tenant(), actor, row.subject())",
              "ActorRoles.of(transactions.engine(), filter.tenant(), actor, null)"),
          Plant.of(
              "people pass for the engine",
              PERMITS,
              "if (actor.equals(Actor.ENGINE))",
              "if (actor.id().isEmpty())"));

  private PlantedCommands() {}
}
