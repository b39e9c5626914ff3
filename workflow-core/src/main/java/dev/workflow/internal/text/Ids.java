package dev.workflow.internal.text;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import java.util.List;
import java.util.UUID;

/** Rules that every id must satisfy. */
public final class Ids {

  private Ids() {}

  /**
   * Reads the canonical text form of a UUID.
   *
   * @param what the id, as it begins the message
   * @throws InvalidInputException if {@code text} is none
   */
  public static UUID uuid(String what, String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          what,
          List.of(new Problem("", "is not a UUID such as 01980f6e-7c1a-7000-8000-000000000000")));
    }
  }

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
