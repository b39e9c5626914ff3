package dev.workflow.examples.host.web;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with a body, so that it is told at once. Not thread-safe. */
public final class Checks {

  private final String what;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param what what is checked, as the start of a sentence: "The user"
   */
  public Checks(String what) {
    this.what = what;
  }

  /** A text that has to be there. */
  public void text(String pointer, @Nullable String value, int longest) {
    if (value == null || value.isBlank()) {
      problems.add(new Problem(pointer, "must not be empty"));
    } else {
      optionalText(pointer, value, longest);
    }
  }

  /** A text that may be left out. */
  public void optionalText(String pointer, @Nullable String value, int longest) {
    if (value != null) {
      that(value.length() <= longest, pointer, "has more than " + longest + " characters");
      that(
          value.chars().noneMatch(Character::isISOControl),
          pointer,
          "must not contain control characters");
    }
  }

  /** Adds a problem unless something holds. */
  public void that(boolean holds, String pointer, String otherwise) {
    if (!holds) {
      problems.add(new Problem(pointer, otherwise));
    }
  }

  /**
   * Ends the check.
   *
   * @throws InvalidInputException naming every problem, if there is any
   */
  public void done() {
    if (!problems.isEmpty()) {
      throw new InvalidInputException(what, problems);
    }
  }
}
