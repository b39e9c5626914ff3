package dev.workflow.condition;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import java.util.List;

/**
 * A condition cannot be read. {@link #problems()} names every problem with the JSON pointer of its
 * place in the condition.
 */
public final class InvalidConditionException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  InvalidConditionException(List<Problem> problems) {
    super("The condition", problems);
  }
}
