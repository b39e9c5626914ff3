package dev.workflow;

import java.util.List;

/** What every id must satisfy. */
final class Ids {

  private Ids() {}

  static void requireText(String what, String value, int maxLength) {
    if (value == null || value.isBlank()) {
      throw new InvalidInputException("The " + what, List.of(new Problem("", "must not be empty")));
    }
    if (value.length() > maxLength) {
      throw new InvalidInputException(
          "The " + what,
          List.of(
              new Problem(
                  "",
                  "has " + value.length() + " characters; at most " + maxLength + " are allowed")));
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidInputException(
          "The " + what, List.of(new Problem("", "holds a control character")));
    }
    if (value.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw new InvalidInputException(
          "The " + what, List.of(new Problem("", "holds half a surrogate pair")));
    }
  }
}
