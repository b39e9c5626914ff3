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
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c)) {
        throw new InvalidInputException(
            "The " + what, List.of(new Problem("", "holds a control character")));
      } else if (Character.isSurrogate(c)
          && !Character.isSupplementaryCodePoint(around(value, i))) {
        throw new InvalidInputException(
            "The " + what, List.of(new Problem("", "holds half a surrogate pair")));
      }
    }
  }

  /** The character of which there is one half at a place. */
  private static int around(String value, int place) {
    return Character.isLowSurrogate(value.charAt(place))
        ? value.codePointBefore(place + 1)
        : value.codePointAt(place);
  }
}
