package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.Step;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.expression.RenderContext;

/**
 * The data that a step's handler is called with.
 *
 * @param action the type of the handler
 * @param config the configuration of the action, or of the compensation
 */
public record StepData(
    InstanceSnapshot instance,
    StepKey step,
    DecisionContext around,
    String action,
    ConfigTemplate config,
    RenderContext rendering) {

  /**
   * What a step works with as things are.
   *
   * @throws IllegalStateException if the step has no handler
   */
  public static StepData of(InstanceSnapshot instance, DecisionContext around, StepKey key) {
    RenderContext rendering = DecisionBuilder.rendering(around);
    Step step = around.tree().node(key).step();
    var compensation = step.settings().failure().compensate();
    if (key.undo() && compensation != null) {
      return new StepData(
          instance, key, around, compensation.action(), compensation.config(), rendering);
    } else if (step instanceof Step.Action action) {
      return new StepData(instance, key, around, action.type(), action.config(), rendering);
    }
    throw new IllegalStateException("step \"" + key + "\" has no handler");
  }

  /**
   * The action that a step or its compensation does.
   *
   * @throws IllegalStateException if the step has no handler
   */
  public static String action(StepTree tree, StepKey key) {
    Step step = tree.node(key).step();
    var compensation = step.settings().failure().compensate();
    if (key.undo() && compensation != null) {
      return compensation.action();
    } else if (step instanceof Step.Action action) {
      return action.type();
    }
    throw new IllegalStateException("step \"" + key + "\" has no handler");
  }

  /** The data the step sees. A new tree each time. */
  public ObjectNode data() {
    Scope scope = Scope.of(around.tree(), instance, step);
    return InstanceData.of(instance, instance.steps(), around, scope, null);
  }
}
