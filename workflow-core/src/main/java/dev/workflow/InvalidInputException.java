package dev.workflow;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A document, condition, expression or event is wrong. Names every problem with its place; nothing
 * of the input was stored.
 */
public class InvalidInputException extends WorkflowException {

  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 20;

  private final transient List<Problem> problems;

  /**
   * @param what what was being read, as the start of a sentence: "The workflow \"lead-nurture\""
   */
  public InvalidInputException(String what, List<Problem> problems) {
    super(message(what, problems));
    this.problems = List.copyOf(problems);
  }

  /** Every problem that was found, in document order. Never empty. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(String what, List<Problem> problems) {
    String list =
        problems.stream()
            .limit(SHOWN)
            .map(problem -> "\n  " + problem)
            .collect(Collectors.joining());
    String more = problems.size() > SHOWN ? "\n  and " + (problems.size() - SHOWN) + " more" : "";
    return what
        + " has "
        + (problems.size() == 1 ? "a problem:" : problems.size() + " problems:")
        + list
        + more;
  }
}
