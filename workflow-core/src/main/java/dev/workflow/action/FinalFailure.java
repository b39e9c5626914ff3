package dev.workflow.action;

import dev.workflow.Problem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The step cannot succeed however often it is tried; ends the work of an {@link AutomaticAction}.
 */
final class FinalFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 10;

  FinalFailure(String pointer, String message) {
    this(List.of(new Problem(pointer, message)));
  }

  FinalFailure(List<Problem> problems) {
    super(words(problems), null, false, false);
  }

  private static String words(List<Problem> problems) {
    String list =
        problems.stream().limit(SHOWN).map(Problem::toString).collect(Collectors.joining("; "));
    int more = problems.size() - SHOWN;
    return more > 0 ? list + "; and " + more + " more" : list;
  }

  /** The reason that is stored with the step. */
  String reason(String action) {
    return "the configuration of " + action + " cannot be used: " + getMessage();
  }
}
