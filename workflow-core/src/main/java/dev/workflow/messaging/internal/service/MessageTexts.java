package dev.workflow.messaging.internal.service;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.internal.text.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses texts about messages that cannot be kept or shown. */
final class MessageTexts {

  private static final String UNFIT = "holds a control character or half a surrogate pair";

  private MessageTexts() {}

  /** The reason of a change, if one was given. */
  static @Nullable String reason(@Nullable String reason) {
    return Limits.reason(reason);
  }

  static void check(String what, String text, int most) {
    String wrong = Limits.wrongKey(text, most);
    if (wrong != null) {
      throw wrong(what, wrong.startsWith("holds") ? UNFIT : wrong);
    }
  }

  static void checkNotBlank(String what, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw wrong(what, "must not be empty");
    }
  }

  private static InvalidInputException wrong(String what, String problem) {
    return new InvalidInputException(what, List.of(new Problem("", problem)));
  }
}
