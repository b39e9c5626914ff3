package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.internal.text.JsonKind;
import dev.workflow.internal.text.Wording;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words in which the mistakes of a document are told. */
final class DocumentWording {

  private static final int REASON = 200;

  private static final Pattern LIBRARY_TALK =
      Pattern.compile(" \\(start marker at [^)]*\\)[^)]*\\)|, from `[^`]*`");

  private DocumentWording() {}

  /** What a parser of another library says, on one line. */
  static String reason(@Nullable String message) {
    String plain = LIBRARY_TALK.matcher(String.valueOf(message)).replaceAll("");
    return Wording.clip(plain.strip().replaceAll("\\s+", " "), REASON);
  }

  /** {@code expected a whole number from 1 to 5, found 7}. */
  static String expectedValue(String what, JsonNode found) {
    String shown =
        found.isNumber() || found.isBoolean()
            ? Wording.clip(found.toString())
            : found.isTextual() ? Wording.quoted(found.textValue()) : JsonKind.of(found);
    return "expected " + what + ", found " + shown;
  }

  static String tooLong(int length, int most) {
    return "has " + length + " characters; at most " + most + " are allowed";
  }
}
