package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.internal.text.Wording;
import java.util.List;

/**
 * The expression between braces: a source and the filters its value goes through.
 *
 * @param text the expression as written, trimmed, for errors
 */
record Expression(String text, Source source, List<Filter> filters) {

  /** The value; a missing node where there is none. */
  JsonNode value(Rendering rendering) {
    rendering.at(text);
    rendering.spend(1);
    JsonNode value = source.read(rendering);
    for (int i = 0; i < filters.size() && !(value instanceof MaskedValue); i++) {
      value = filters.get(i).apply(value, rendering);
    }
    return value;
  }

  /** The error of a value that is missing or, within text, null. */
  ExpressionException missing(JsonNode value, Rendering rendering) {
    String state = value.isNull() ? "is null" : "has no value";
    String otherwise =
        source instanceof Source.Secret
            ? ""
            : ", or add a default: {{" + Wording.clip(text) + " | default: \"…\"}}";
    return rendering.missing(state + "; make sure " + source.remedy() + otherwise);
  }
}
