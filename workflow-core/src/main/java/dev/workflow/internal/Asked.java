package dev.workflow.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.execution.Wiring;
import dev.workflow.expression.ExpressionException;
import dev.workflow.expression.RenderMode;
import dev.workflow.instance.Commands;
import dev.workflow.instance.InstanceSnapshot;
import dev.workflow.instance.StepData;
import dev.workflow.instance.StepRun;
import dev.workflow.instance.StepTree;
import dev.workflow.instance.Surroundings;
import org.jspecify.annotations.Nullable;

/** What the open tasks of an instance ask. */
final class Asked {

  private static final String SECRET = "••••";

  private final InstanceSnapshot instance;
  private final Surroundings around;
  private final Commands commands;

  Asked(Wiring wiring, InstanceSnapshot instance, StepTree tree) {
    this.instance = instance;
    this.around = wiring.surroundings(instance.identity().tenant(), tree, wiring.now());
    this.commands = new Commands(tree, wiring::performedByPeople);
  }

  boolean isTask(StepRun run) {
    return commands.isOpen(around.tree().place(run.key().id()).step(), run);
  }

  /** With the values that the instance has now; null: it cannot be worked out. */
  @Nullable JsonNode of(StepRun run) {
    StepData step = StepData.of(instance, around, run.key());
    try {
      return step.config().isConstant()
          ? step.config().source()
          : step.config()
              .evaluate(
                  step.data(), step.rendering().mode(RenderMode.LENIENT).secrets(name -> SECRET));
    } catch (ExpressionException e) {
      return null;
    }
  }
}
