package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiled tests of texts against constant texts, letter case counting. */
final class TextChecks {

  private TextChecks() {}

  /** The check for the beginning, end or middle of a text; null if it takes the general one. */
  static @Nullable Check part(Operator operator, JsonNode value, boolean ignoreCase) {
    if (ignoreCase || !(value instanceof TextNode)) {
      return null;
    }
    String part = value.textValue();
    return switch (operator) {
      case STARTSWITH -> new Start(part);
      case ENDSWITH -> new End(part);
      case CONTAINS -> new Contains(value);
      default -> throw new IllegalArgumentException(operator.canonical());
    };
  }

  static final class Equal extends Check {
    private final String expected;

    Equal(String expected) {
      this.expected = expected;
    }

    @Override
    boolean test(JsonNode value, JsonNode data, EvaluationContext context) {
      return value instanceof TextNode text && expected.equals(text.textValue());
    }
  }

  static final class OneOf extends Check {
    private final Set<String> expected;

    OneOf(Set<String> expected) {
      this.expected = expected;
    }

    @Override
    boolean test(JsonNode value, JsonNode data, EvaluationContext context) {
      return value instanceof TextNode text && expected.contains(text.textValue());
    }
  }

  private static final class Start extends Check {
    private final String part;

    Start(String part) {
      this.part = part;
    }

    @Override
    boolean test(JsonNode value, JsonNode data, EvaluationContext context) {
      return value instanceof TextNode text && text.textValue().startsWith(part);
    }
  }

  private static final class End extends Check {
    private final String part;

    End(String part) {
      this.part = part;
    }

    @Override
    boolean test(JsonNode value, JsonNode data, EvaluationContext context) {
      return value instanceof TextNode text && text.textValue().endsWith(part);
    }
  }

  /** A part of a text, or an element of a list. */
  private static final class Contains extends Check {
    private final JsonNode expected;
    private final String part;

    Contains(JsonNode expected) {
      this.expected = expected;
      this.part = expected.textValue();
    }

    @Override
    boolean test(JsonNode value, JsonNode data, EvaluationContext context) {
      return value instanceof TextNode text
          ? Texts.contains(text.textValue(), part)
          : Values.contains(value, expected, false);
    }
  }
}
