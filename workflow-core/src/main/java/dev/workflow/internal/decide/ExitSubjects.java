package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InvalidInputException;
import dev.workflow.SubjectRef;
import dev.workflow.definition.Exit;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.ExpressionException;
import dev.workflow.expression.RenderContext;
import org.jspecify.annotations.Nullable;

/** Finds whose instances an event ends that is about somebody else. */
public final class ExitSubjects {

  private ExitSubjects() {}

  /**
   * The subject of the instances that an exit ends.
   *
   * @param data what is seen of the event
   * @return null: the exit has no correlation, or the event gives none
   */
  public static @Nullable SubjectRef of(
      WorkflowDefinition definition, Exit exit, JsonNode data, RenderContext rendering) {
    if (exit.correlation() == null || definition.subject() == null) {
      return null;
    }
    try {
      return SubjectRef.of(definition.subject(), exit.correlation().render(data, rendering));
    } catch (ExpressionException | InvalidInputException | IllegalArgumentException e) {
      return null;
    }
  }
}
