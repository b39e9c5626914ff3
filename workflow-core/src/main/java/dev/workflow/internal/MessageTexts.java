package dev.workflow.internal;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses texts about messages that cannot be kept or shown. */
final class MessageTexts {

  private static final int MAX_REASON = 2_000;

  private MessageTexts() {}

  /** The reason of a change, if one was given. */
  static @Nullable String reason(@Nullable String reason) {
    if (reason != null) {
      check("The reason", reason, MAX_REASON);
    }
    return reason;
  }

  static void check(String what, String text, int most) {
    if (text.length() > most) {
      throw wrong(what, "has " + text.length() + " characters; at most " + most + " are allowed");
    } else if (text.codePoints().anyMatch(MessageTexts::unfit)) {
      throw wrong(what, "holds a control character or half a surrogate pair");
    }
  }

  static void checkNotBlank(String what, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw wrong(what, "must not be empty");
    }
  }

  private static boolean unfit(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  private static InvalidInputException wrong(String what, String problem) {
    return new InvalidInputException(what, List.of(new Problem("", problem)));
  }
}
