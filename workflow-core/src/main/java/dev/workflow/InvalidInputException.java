package dev.workflow;

import java.util.List;
import java.util.function.Function;
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
    this(what, problems, Problem::toString);
  }

  /**
   * The same with another wording of each problem's line.
   *
   * @param line the line of one problem, without indentation
   */
  protected InvalidInputException(
      String what, List<Problem> problems, Function<Problem, String> line) {
    super(message(what, problems, line));
    this.problems = List.copyOf(problems);
  }

  /** Every problem that was found, in document order. Never empty. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(
      String what, List<Problem> problems, Function<Problem, String> line) {
    String list =
        problems.stream()
            .limit(SHOWN)
            .map(problem -> "\n  " + line.apply(problem))
            .collect(Collectors.joining());
    String more = problems.size() > SHOWN ? "\n  and " + (problems.size() - SHOWN) + " more" : "";
    return what
        + " has "
        + (problems.size() == 1 ? "a problem:" : problems.size() + " problems:")
        + list
        + more;
  }
}
