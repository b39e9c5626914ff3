package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Locale;

/** The wordings that errors of this package share. */
final class Wording {

  private static final int SHOWN = 100;

  private Wording() {}

  /** The text, shortened to what a message can hold, on one line. */
  public static String clip(String text) {
    String shown = text;
    if (text.length() > SHOWN) {
      int end = Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
      shown = text.substring(0, end) + "…";
    }
    return shown.replace('\n', ' ').replace('\r', ' ');
  }

  /** The type of a value with its article, as a user would say it. */
  static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case MISSING -> "missing";
      case BINARY, POJO -> "not JSON";
    };
  }

  /** {@code ; did you mean "upper"?} or, where nothing is near, the names there are. */
  static String suggestion(String unknown, Collection<String> known) {
    String nearest = "";
    int least = 3;
    for (String candidate : known) {
      int distance = distance(unknown.toLowerCase(Locale.ROOT), candidate);
      if (distance < least && distance < candidate.length()) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest.isEmpty()
        ? "; there is " + String.join(", ", known)
        : "; did you mean \"" + nearest + "\"?";
  }

  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 2) {
      return 3;
    }
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(above[j - 1] + change, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
