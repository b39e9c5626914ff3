package dev.workflow.examples.host.rules;

import dev.workflow.Instances;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.WorkflowInstance.StepView;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.crm.Found;
import dev.workflow.examples.host.crm.Status;
import dev.workflow.examples.host.rules.RunView.ActionRun;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads runs with what became of each action. */
@Component
class Runs {

  private final Engines engines;

  Runs(Engines engines) {
    this.engines = engines;
  }

  /** One run, whole. */
  RunView get(Caller caller, String id) {
    WorkflowEngine engine = engines.of(caller);
    WorkflowInstance run = Found.instance(engine, caller, id);
    WorkflowDefinition document = engine.instances().document(caller.tenant(), run.id());
    Map<String, Instant> begun = begun(engine.history().of(caller.tenant(), run.id()));
    List<ActionRun> actions =
        run.steps().stream()
            .filter(step -> step.kind().equals("action"))
            .map(step -> action(step, document, begun.get(step.id())))
            .toList();
    return new RunView(
        run.id().toString(),
        run.workflow().key(),
        run.workflow().version(),
        Status.of(run.state()).word(),
        RunView.type(run.subject()),
        RunView.id(run.subject()),
        run.state() == InstanceState.DRAFT ? null : run.createdAt(),
        run.endedAt(),
        millis(run.createdAt(), run.endedAt()),
        run.state() == InstanceState.FAILED ? run.reason() : null,
        actions);
  }

  /** One of a list, without its actions. */
  static RunView listed(Instances.Summary run) {
    return new RunView(
        run.id().toString(),
        run.workflow().key(),
        run.workflow().version(),
        Status.of(run.state()).word(),
        RunView.type(run.subject()),
        RunView.id(run.subject()),
        run.state() == InstanceState.DRAFT ? null : run.createdAt(),
        run.endedAt(),
        millis(run.createdAt(), run.endedAt()),
        null,
        null);
  }

  private static ActionRun action(
      StepView step, WorkflowDefinition document, @Nullable Instant begun) {
    boolean completed = step.state() == StepState.COMPLETED;
    return new ActionRun(
        step.id(),
        type(step.id(), document),
        Status.of(step.state()).word(),
        step.output(),
        completed ? null : step.reason(),
        Math.max(0, step.attempt() - 1),
        begun == null ? null : millis(begun, step.endedAt()));
  }

  /** The step without its round in a loop and its visit: {@code send[2]#3} is {@code send}. */
  private static String type(String step, WorkflowDefinition document) {
    return document
        .step(step.replaceFirst("[\\[#].*", ""))
        .map(known -> known instanceof Step.Action action ? action.type() : known.kind())
        .orElse("");
  }

  /** When each step began for the first time. */
  private static Map<String, Instant> begun(List<HistoryEntry> history) {
    Map<String, Instant> begun = new HashMap<>();
    for (HistoryEntry entry : history) {
      if (entry instanceof HistoryEntry.StepMove move && move.to() == StepState.IN_PROGRESS) {
        begun.putIfAbsent(move.step(), move.at());
      }
    }
    return begun;
  }

  private static @Nullable Long millis(Instant from, @Nullable Instant to) {
    return to == null ? null : Duration.between(from, to).toMillis();
  }
}
