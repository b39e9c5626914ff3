package dev.workflow.internal.decide;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.internal.text.Limits;
import java.util.List;

/** The limit of keys that expressions give: they are in columns and indexes. */
public final class RenderedKey {

  /** The most characters of a key. */
  public static final int MOST = 900;

  private RenderedKey() {}

  /**
   * A key that can be stored.
   *
   * @param what whose key it is, as the start of a sentence: "The concurrency key"
   * @throws InvalidInputException if it is too long or holds control characters
   */
  public static String checked(String what, String key) {
    if (key.length() > MOST) {
      throw refused(what, "has " + key.length() + " characters; it may have " + MOST);
    }
    if (key.chars().anyMatch(Character::isISOControl)) {
      throw refused(what, "holds control characters");
    }
    String wrong = Limits.wrongKey(key, MOST);
    if (wrong != null) {
      throw refused(what, wrong);
    }
    return key;
  }

  private static InvalidInputException refused(String what, String problem) {
    return new InvalidInputException(what, List.of(new Problem("", problem)));
  }
}
