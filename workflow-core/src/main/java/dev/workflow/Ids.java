package dev.workflow;

import java.util.List;

/** Rules that every id must satisfy. */
public final class Ids {

  private Ids() {}

  public static void requireText(String what, String value, int maxLength) {
    if (value == null || value.isBlank()) {
      throw new InvalidInputException("The " + what, List.of(new Problem("", "must not be empty")));
    }
    String wrong = Limits.wrongKey(value, maxLength);
    if (wrong != null) {
      throw new InvalidInputException("The " + what, List.of(new Problem("", wrong)));
    }
  }
}
