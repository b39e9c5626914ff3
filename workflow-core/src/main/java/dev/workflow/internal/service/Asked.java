package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.expression.RenderMode;
import dev.workflow.internal.decide.Commands;
import dev.workflow.internal.decide.DecisionContext;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepData;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.spi.store.StoreException;
import org.jspecify.annotations.Nullable;

/** The rendered questions of the open tasks of an instance. */
final class Asked {

  private static final String SECRET = "••••";

  private final InstanceSnapshot instance;
  private final DecisionContext around;
  private final Commands commands;

  Asked(EngineContext engine, InstanceSnapshot instance, StepTree tree) {
    this.instance = instance;
    this.around = engine.context(instance.identity().tenant(), tree, engine.now());
    this.commands = new Commands(tree, engine::performedByPeople);
  }

  boolean isTask(StepRun run) {
    return commands.isOpen(around.tree().node(run.key()).step(), run);
  }

  /** With the values that the instance has now; null: it cannot be worked out. */
  @Nullable JsonNode of(StepRun run) {
    try {
      StepData step = StepData.of(instance, around, run.key());
      return step.config().isConstant()
          ? step.config().source()
          : step.config()
              .evaluate(
                  step.data(), step.rendering().mode(RenderMode.LENIENT).secrets(name -> SECRET));
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      // Also what the host's calendar throws: the other tasks of the list are shown.
      return null;
    }
  }
}
