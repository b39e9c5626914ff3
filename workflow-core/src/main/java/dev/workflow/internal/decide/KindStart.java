package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Cause;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.Step;
import dev.workflow.internal.decide.StepWalker.Progress;
import java.time.Instant;
import java.util.Optional;

/** Begins one run of a step that is IN_PROGRESS by now, each kind in its way. */
final class KindStart implements Step.Visitor<Progress> {

  private final DecisionBuilder decision;
  private final StepWalker walk;
  private final Containers containers;
  private final StepStart steps;
  private final Scope scope;
  private final StepRun run;

  KindStart(
      DecisionBuilder decision,
      StepWalker walk,
      Containers containers,
      StepStart steps,
      Scope scope,
      StepRun run) {
    this.decision = decision;
    this.walk = walk;
    this.containers = containers;
    this.steps = steps;
    this.scope = scope;
    this.run = run;
  }

  @Override
  public Progress action(Step.Action step) {
    decision.effect(new Effect.Call(run.key(), run.attempt()));
    return Progress.OPEN;
  }

  @Override
  public Progress delay(Step.Delay step) {
    decision.complete(run, null);
    return Progress.DONE;
  }

  @Override
  public Progress waitFor(Step.Wait wait) {
    String key;
    try {
      key = steps.waitKey(wait, scope);
    } catch (InvalidInputException e) {
      return steps.failed(wait, run, String.valueOf(e.getMessage()), false);
    }
    if (key == null) {
      return steps.failed(wait, run, StepStart.NO_SUBJECT, false);
    }
    Instant due =
        wait.timeout() == null
            ? null
            : wait.timeout().addTo(decision.now(), decision.around().tenant().zone());
    JsonNode kept = wait.earlier() ? new EarlierEvents(decision).take(wait, scope) : null;
    StepRun waiting = decision.run(run.key()).due(due);
    StepRun.Memory memory = waiting.memory().waitingFor(key).items(null);
    waiting = decision.note(waiting.memory(memory));
    if (kept != null) {
      decision.complete(waiting, ArrivedEvent.output(kept));
      return Progress.DONE;
    }
    return steps.proceed(wait, scope, waiting);
  }

  @Override
  public Progress subWorkflow(Step.SubWorkflow step) {
    if (decision.identity().cause().depth() >= Cause.MAX_DEPTH) {
      return steps.failed(
          step, run, "sub-workflows are nested deeper than " + Cause.MAX_DEPTH, false);
    }
    InstanceSnapshot.Identity identity = decision.identity();
    String limit =
        decision
            .around()
            .lookup()
            .chainLimit(identity.cause().then(identity.workflow().key(), identity.id()));
    if (limit != null) {
      return steps.failed(step, run, limit, false);
    }
    Optional<WorkflowRef> target =
        decision.around().lookup().workflow(step.workflow(), step.version());
    if (target.isEmpty()) {
      return steps.failed(
          step,
          run,
          "there is no published and enabled workflow \"" + step.workflow() + "\"",
          false);
    }
    JsonNode input = step.input().evaluate(decision.data(scope), decision.rendering());
    String wrong = decision.tooMuch(input);
    if (wrong != null) {
      return steps.failed(step, run, "the input of the sub-workflow " + wrong, false);
    }
    InstanceId child = decision.around().ids().get();
    decision.effect(
        new Effect.StartWorkflow(target.get(), child, input, run.key(), step.awaited()));
    if (step.awaited()) {
      StepRun waiting = run.memory(run.memory().waitingFor(child.toString()));
      return steps.proceed(step, scope, decision.note(waiting));
    }
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    decision.complete(run, output.put("instance", child.toString()));
    return Progress.DONE;
  }

  @Override
  public Progress stop(Step.Stop step) {
    decision.complete(run, null);
    walk.reach(step);
    return Progress.STOPPED;
  }

  @Override
  public Progress branch(Step.Branch step) {
    return containers.begin(step, scope, run);
  }

  @Override
  public Progress parallel(Step.Parallel step) {
    return containers.begin(step, scope, run);
  }

  @Override
  public Progress split(Step.Split step) {
    return containers.begin(step, scope, run);
  }

  @Override
  public Progress each(Step.Each step) {
    return containers.begin(step, scope, run);
  }

  @Override
  public Progress repeat(Step.Repeat step) {
    return containers.begin(step, scope, run);
  }
}
