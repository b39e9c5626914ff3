package dev.workflow.expression;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import java.util.List;

/**
 * A template or a path cannot be read. Names every problem with its offset in the text (counted
 * from 0, in UTF-16 units) and, in a {@link ConfigTemplate}, with the JSON pointer of the text.
 */
public final class InvalidExpressionException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  InvalidExpressionException(String what, List<Problem> problems) {
    super(what, problems, InvalidExpressionException::line);
  }

  /** Of a text that is alone the offset says enough. */
  private static String line(Problem problem) {
    return problem.pointer().isEmpty() ? problem.message() : problem.toString();
  }
}
