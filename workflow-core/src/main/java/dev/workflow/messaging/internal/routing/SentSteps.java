package dev.workflow.messaging.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.Template;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a workflow that routing looks at, at any depth and in document order. Immutable.
 *
 * @param starts the workflows that it starts; those that an expression names are not known
 */
record SentSteps(List<MessageStep> messages, List<Start> starts) {

  SentSteps {
    messages = List.copyOf(messages);
    starts = List.copyOf(starts);
  }

  /**
   * A workflow that a step starts.
   *
   * @param version null: the newest one
   */
  record Start(String workflow, @Nullable Integer version) {}

  static SentSteps of(WorkflowDefinition definition) {
    List<Start> starts = new ArrayList<>();
    for (Step step : definition.allSteps()) {
      if (step instanceof Step.SubWorkflow sub) {
        starts.add(new Start(sub.workflow(), sub.version()));
      } else if (step instanceof Step.Action action && action.type().equals("start_workflow")) {
        JsonNode workflow = action.config().source().path("workflow");
        if (workflow.isTextual() && !Template.containsExpression(workflow.textValue())) {
          starts.add(new Start(workflow.textValue().strip(), null));
        }
      }
    }
    return new SentSteps(MessageStep.of(definition), starts);
  }
}
