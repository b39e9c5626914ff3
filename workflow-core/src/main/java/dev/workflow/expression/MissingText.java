package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import org.jspecify.annotations.Nullable;

/**
 * What is in a configuration in the place of a text that could not be worked out because a value is
 * missing, where the others are to continue without it.
 *
 * @param text as it was written: {@code {{deal.owner}}}
 * @param reason as the end of a sentence about it, with the remedy
 */
public record MissingText(String text, String reason) {

  JsonNode node() {
    return new POJONode(this);
  }

  /** What a node holds; null: something else. */
  public static @Nullable MissingText of(JsonNode node) {
    return node instanceof POJONode held && held.getPojo() instanceof MissingText missing
        ? missing
        : null;
  }

  @Override
  public String toString() {
    return text;
  }
}
