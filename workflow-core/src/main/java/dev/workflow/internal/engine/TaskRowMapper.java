package dev.workflow.internal.engine;

import dev.workflow.definition.Performer;
import dev.workflow.definition.Performer.TaskTime;
import dev.workflow.definition.Step;
import dev.workflow.internal.decide.Candidacy;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.TaskState;
import dev.workflow.internal.decide.TaskVisibility;
import dev.workflow.spi.store.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps an open step that people do to the row by which they find it. */
final class TaskRowMapper {

  private TaskRowMapper() {}

  static TaskRow of(EngineContext engine, InstanceUpdate working, Step.Action action, StepRun run) {
    var identity = working.snapshot().identity();
    Instant ready = run.readyAt() == null ? engine.now() : run.readyAt();
    TaskState.Times times = run.task().times();
    return new TaskRow(
        working.key(),
        run.key().toString(),
        action.type(),
        action.settings().label(),
        identity.workflow().key(),
        identity.subject(),
        run.state().name(),
        offer(working, run),
        new TaskRow.Times(
            ready,
            times.due() == null ? dueOfOld(engine, working, action, run, ready) : times.due(),
            hiddenUntil(run.task()),
            run.task().priority()),
        new TaskRow.Sight(
            new TaskVisibility(working.tree(), working.snapshot(), run.key()).audience().name(),
            run.task().participation().helpers(),
            run.task().participation().fields()));
  }

  /** One whose turn has not come. Who may do it is worked out then; its roles are known. */
  static TaskRow upcoming(
      EngineContext engine, InstanceUpdate working, Step.Action action, StepRun run) {
    TaskRow row = of(engine, working, action, run);
    return new TaskRow(
        row.instance(),
        row.step(),
        row.action(),
        row.label(),
        row.workflow(),
        row.subject(),
        TaskRow.UPCOMING,
        row.offer(),
        TaskRow.Times.of(row.times().readyAt(), null),
        row.sight());
  }

  /** One that has ended. */
  static TaskRow finished(
      EngineContext engine, InstanceUpdate working, Step.Action action, StepRun run) {
    Instant at = run.endedAt() == null ? engine.now() : run.endedAt();
    return of(engine, working, action, run).with(run.state().name(), TaskFinish.of(run, at));
  }

  /** The inbox hides what is suspended, too. */
  private static @Nullable Instant hiddenUntil(TaskState task) {
    Instant followUp = task.times().followUp();
    if (task.suspension() == null) {
      return followUp;
    }
    Instant until = task.suspension().until();
    if (until == null) {
      return TaskRow.Times.FOR_GOOD;
    }
    return followUp != null && followUp.isAfter(until) ? followUp : until;
  }

  private static TaskRow.Offer offer(InstanceUpdate working, StepRun run) {
    Candidacy candidacy = new Candidacy(working.tree(), working.snapshot(), run.key());
    List<String> excluded = new ArrayList<>(candidacy.excluded());
    excluded.addAll(candidacy.voters());
    excluded.addAll(run.task().participation().declined());
    boolean seated = !run.task().ballot().seats().isEmpty();
    return new TaskRow.Offer(
        candidacy.everybody(),
        seated ? List.of() : List.copyOf(candidacy.roles()),
        candidacy.actors(),
        excluded,
        run.memory().assignee(),
        run.claimedBy() == null ? null : run.claimedBy().id(),
        run.task().owner());
  }

  /** A step that became READY before due dates were kept. */
  private static @Nullable Instant dueOfOld(
      EngineContext engine,
      InstanceUpdate working,
      Step.Action action,
      StepRun run,
      Instant ready) {
    boolean kept = run.memory().task() != null;
    return !kept && action.settings().performer().deadlines().due() instanceof TaskTime.After after
        ? after
            .span()
            .addTo(ready, engine.tenant(working.key().tenant()).zone())
            .plus(working.snapshot().paused(ready, engine.now()))
        : null;
  }

  /** Open steps that exclude whoever answered a step that has changed. */
  static List<StepKey> excluding(InstanceUpdate working, Set<StepKey> changed) {
    if (!working.tree().excluding()) {
      return List.of();
    }
    List<StepKey> keys = new ArrayList<>();
    for (StepRun run : working.snapshot().open()) {
      Performer performer = working.tree().node(run.key()).step().settings().performer();
      List<String> excluding = performer.candidates().excluding();
      if (!excluding.isEmpty() && changed.stream().anyMatch(key -> excluding.contains(key.id()))) {
        keys.add(run.key());
      }
    }
    return keys;
  }
}
