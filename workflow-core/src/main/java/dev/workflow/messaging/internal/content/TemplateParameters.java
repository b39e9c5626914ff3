package dev.workflow.messaging.internal.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.internal.text.Wording;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a template that WhatsApp knows by its name. WhatsApp takes none that is empty,
 * and none with a line break, a tab or more than four blanks in a row; numbered ones have no gaps.
 */
public final class TemplateParameters {

  private static final Pattern POSITION = Pattern.compile("[1-9][0-9]{0,2}");
  private static final Pattern BROKEN = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]| {5,}");

  private TemplateParameters() {}

  /** Whether all have numbers for names: then they are in the template by their place. */
  public static boolean isNumbered(JsonNode variables) {
    return variables.properties().stream()
        .allMatch(variable -> POSITION.matcher(variable.getKey()).matches());
  }

  /** What is wrong with the parameters of a message, for people; null: nothing. */
  public static @Nullable String problem(JsonNode variables) {
    if (!variables.isObject()) {
      return null;
    }
    for (Map.Entry<String, JsonNode> variable : variables.properties()) {
      String which = "the template's parameter " + Wording.quoted(variable.getKey());
      String text = Json.text(variable.getValue());
      if (text.isBlank()) {
        return which + " is empty; give it a value, or a default";
      } else if (BROKEN.matcher(text).find()) {
        return which + " holds a line break, a tab or more than four blanks in a row";
      }
    }
    if (isNumbered(variables)) {
      for (int i = 1; i <= variables.size(); i++) {
        if (!variables.has(String.valueOf(i))) {
          return "the template's parameter \""
              + i
              + "\" is missing; there is one with a higher number";
        }
      }
    }
    return null;
  }
}
