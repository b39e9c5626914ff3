package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.workflow.definition.Performer;
import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What becomes of runs when the steps of an instance become others. Who has a task, its dates,
 * votes and drafts stay, and so does the time at which a delay ends. A time limit that is another
 * one begins now. A wait for another event, or with another key, waits anew.
 */
final class Reshaping {

  private final InstanceSnapshot before;
  private final DecisionBuilder decision;
  private final StepStart steps;

  Reshaping(InstanceSnapshot before, DecisionBuilder decision, StepStart steps) {
    this.before = before;
    this.decision = decision;
    this.steps = steps;
  }

  void to(InstanceInput.Reshape reshape) {
    decision.plan(reshape.change(), reshape.dropped(), reshape.difference());
    reshape.items().forEach(this::addItems);
    if (reshape.change() instanceof Plan.Migration migration) {
      for (StepRun was : before.open()) {
        moved(migration, was.key())
            .filter(key -> !reshape.dropped().contains(was.key()))
            .ifPresent(key -> goesOn(reshape.before().node(was.key()).step(), key));
      }
      listenAnew(reshape, migration);
      for (StepKey key : reshape.passed()) {
        StepRun ready = decision.move(decision.run(key), StepState.READY, null);
        decision.move(ready, StepState.SKIPPED, "passed before version " + migration.version());
      }
    }
  }

  /** A wait that is to come, and waits for something else now, listens to that. */
  private void listenAnew(InstanceInput.Reshape reshape, Plan.Migration migration) {
    for (StepRun was : before.steps().values()) {
      StepKey key = moved(migration, was.key()).orElseThrow();
      if (was.listens()
          && !reshape.dropped().contains(was.key())
          && reshape.before().node(was.key()).step() instanceof Step.Wait former
          && decision.around().tree().node(key).step() instanceof Step.Wait wait
          && !(wait.earlier()
              && former.event().equals(wait.event())
              && Objects.equals(former.correlation(), wait.correlation()))) {
        StepRun run = decision.run(key);
        decision.note(run.memory(run.memory().waitingFor(null).items(null)));
      }
    }
  }

  private static Optional<StepKey> moved(Plan.Migration migration, StepKey key) {
    String id = migration.ids().getOrDefault(key.id(), key.id());
    return Optional.of(new StepKey(id, key.rounds(), key.undo(), key.visit()));
  }

  private void addItems(StepKey loop, JsonNode more) {
    StepRun run = decision.run(loop);
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    JsonNode known = run.memory().items();
    if (known != null) {
      known.forEach(items::add);
    }
    more.forEach(items::add);
    decision.note(run.memory(run.memory().items(items)));
  }

  private void goesOn(Step was, StepKey key) {
    Step is = decision.around().tree().node(key).step();
    StepRun run = decision.run(key);
    StepRun on = run;
    if (is instanceof Step.Wait wait
        && was instanceof Step.Wait former
        && run.state() == StepState.IN_PROGRESS) {
      on = waits(former, wait, on);
    } else if (!Objects.equals(
        was.settings().failure().timeout(), is.settings().failure().timeout())) {
      on = limited(is, on);
    }
    Performer.Deadlines dates = is.settings().performer().deadlines();
    if (!was.settings().performer().deadlines().escalations().equals(dates.escalations())) {
      on = fromNow(on);
      on = on.task(on.task().rungs(stillPassed(was, dates.escalations(), on)));
    }
    if (!on.equals(run)) {
      decision.note(on);
    }
  }

  /** What has fired never fires again, wherever it stands now. */
  private static List<Integer> stillPassed(
      Step was, List<Performer.Escalation> rungs, StepRun run) {
    List<Performer.Escalation> before = was.settings().performer().deadlines().escalations();
    Set<Performer.Escalation> fired = new HashSet<>();
    run.task().rungs().stream()
        .filter(rung -> rung < before.size())
        .forEach(rung -> fired.add(before.get(rung)));
    return IntStream.range(0, rungs.size())
        .filter(rung -> fired.contains(rungs.get(rung)))
        .boxed()
        .toList();
  }

  private StepRun waits(Step.Wait was, Step.Wait is, StepRun run) {
    StepRun on = run;
    if (!was.event().equals(is.event()) || !Objects.equals(was.correlation(), is.correlation())) {
      String key = steps.waitKey(is, before(run));
      on = on.memory(on.memory().waitingFor(key));
    }
    if (!Objects.equals(was.timeout(), is.timeout())) {
      Instant due =
          is.timeout() == null
              ? null
              : is.timeout().addTo(decision.now(), decision.around().tenant().zone());
      on = on.due(due);
    }
    return on;
  }

  /** The data of the step's rounds, which are called as before. */
  private Scope before(StepRun run) {
    return decision.scopeNow(run.key());
  }

  private StepRun limited(Step is, StepRun run) {
    if (steps.byPeople(is)) {
      return fromNow(run);
    }
    return run.state() == StepState.IN_PROGRESS ? run.due(steps.timeout(is)) : run;
  }

  /** A person's time limits count from the moment the step is READY, less what it was held. */
  private StepRun fromNow(StepRun run) {
    Instant ready = run.readyAt();
    if (ready == null) {
      return run;
    }
    TaskState.Times times = run.task().times();
    Duration counted =
        Duration.between(ready, decision.now()).minus(decision.paused(ready)).minus(times.held());
    return counted.isNegative() ? run : run.task(run.task().times(times.held(counted)));
  }
}
