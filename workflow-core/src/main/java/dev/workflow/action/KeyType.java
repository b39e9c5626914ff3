package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.expression.Escaping;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.Wording;
import dev.workflow.messaging.EmailAddress;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type of a configuration key's value.
 *
 * <p>A text with an expression fits every type when the workflow is published. When the step runs,
 * what came of it must fit; a number is then as good as a text.
 */
public enum KeyType {
  TEXT("a text", Shape.ONE),
  /** Goes into a header or an address: no line breaks. */
  LINE("a text of one line", Shape.ONE),
  LINES("a text or a list of texts", Shape.ONE_OR_MANY),
  EMAIL("an e-mail address", Shape.ONE),
  /** Recipients: what expressions give is not checked here, so that each stands for itself. */
  EMAILS("an e-mail address or a list of them", Shape.ONE_OR_MANY),
  /** The same. */
  PHONES("a phone number or a list of them", Shape.ONE_OR_MANY),
  /** One that answers go to, or several; each is checked. */
  ADDRESSES("an e-mail address or a list of them", Shape.ONE_OR_MANY),
  /** What a message says. */
  WORDS("a text", Shape.ONE),
  /** Whom a message is for, by what they are to the instance. */
  RECIPIENTS("an object", Shape.TREE),
  /** Text that is markup: values of expressions are to be escaped. */
  HTML("a text in HTML", Shape.ONE),
  ID("a text or a number", Shape.ONE),
  /** The key of a workflow. */
  WORKFLOW("a workflow's key", Shape.ONE),
  /** A dotted lower-case event type. */
  EVENT_TYPE("an event type", Shape.ONE),
  /** A name that expressions can read. */
  NAME("a name", Shape.ONE),
  DATE("a date such as \"2026-06-15\"", Shape.ONE),
  TEXT_LIST("a list of texts", Shape.MANY),
  OBJECT("an object", Shape.TREE),
  LIST("a list", Shape.TREE),
  ANY("anything", Shape.TREE);

  private static final Pattern WORKFLOW_KEY = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");
  private static final Pattern DOTTED = Pattern.compile("[a-z0-9_]+(?:\\.[a-z0-9_]++)*+");
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private enum Shape {
    ONE,
    ONE_OR_MANY,
    MANY,
    TREE
  }

  /** Whether a configuration is looked at as its author wrote it, or with its values. */
  enum Phase {
    WRITTEN,
    RENDERED
  }

  private final String label;
  private final Shape shape;

  KeyType(String label, Shape shape) {
    this.label = label;
    this.shape = shape;
  }

  /** The type in words: {@code a text or a list of texts}. */
  public String label() {
    return label;
  }

  /** What must happen to the values of expressions in such a text. */
  public Escaping escaping() {
    return switch (this) {
      case HTML -> Escaping.HTML;
      case LINE, LINES, EMAIL, ADDRESSES -> Escaping.HEADER;
      default -> Escaping.NONE;
    };
  }

  /** Whether it names recipients: one that is missing is reported, and the others get theirs. */
  boolean recipients() {
    return this == EMAILS || this == PHONES || this == RECIPIENTS;
  }

  /** Whether null is a value of this type, not the lack of one. */
  boolean takesNull() {
    return this == ANY;
  }

  /** Whether an empty text is as good as none at all. */
  boolean emptyIsAbsent() {
    return shape == Shape.ONE || shape == Shape.ONE_OR_MANY || shape == Shape.MANY;
  }

  void check(JsonNode value, Phase phase, Problems problems) {
    boolean apart = this == EMAILS || this == PHONES;
    if (phase == Phase.WRITTEN ? containsExpression(value) : apart) {
      return;
    }
    if (shape == Shape.TREE) {
      checkTree(value, problems);
    } else if (value.isArray() && shape != Shape.ONE) {
      for (int i = 0; i < value.size(); i++) {
        checkElement(value.get(i), phase, problems.at(i));
      }
    } else if (shape == Shape.MANY) {
      problems.add(Wording.expected(label, value));
    } else {
      checkScalar(value, phase, problems);
    }
  }

  private void checkTree(JsonNode value, Problems problems) {
    boolean fits =
        this == ANY || (this == OBJECT || this == RECIPIENTS ? value.isObject() : value.isArray());
    if (!fits) {
      problems.add(Wording.expected(label, value));
    }
  }

  private void checkElement(JsonNode value, Phase phase, Problems problems) {
    if (phase == Phase.WRITTEN && containsExpression(value)) {
      return;
    }
    if (value.isNull() || (value.isTextual() && value.textValue().isBlank())) {
      problems.add("must not be empty");
    } else {
      checkScalar(value, phase, problems);
    }
  }

  private void checkScalar(JsonNode value, Phase phase, Problems problems) {
    boolean number = value.isNumber() && (this == ID || phase == Phase.RENDERED);
    if (!value.isTextual() && !number) {
      problems.add(Wording.expected(shape == Shape.ONE ? label : element(), value));
      return;
    }
    String problem = problemOf(value.asText());
    if (problem != null) {
      problems.add(problem);
    }
  }

  private String element() {
    return this == EMAILS || this == ADDRESSES ? EMAIL.label : TEXT.label;
  }

  private @Nullable String problemOf(String text) {
    return switch (this) {
      case LINE, LINES, PHONES -> lineProblem(text);
      case EMAIL, EMAILS, ADDRESSES -> addressProblem(text);
      case ID -> lineProblem(text);
      case WORKFLOW ->
          patternProblem(WORKFLOW_KEY, text, "a workflow's key such as \"lead-nurture\"");
      case EVENT_TYPE -> patternProblem(DOTTED, text, "an event type such as \"deal.won\"");
      case NAME -> patternProblem(IDENTIFIER, text, "a name of letters, digits and underscores");
      case DATE -> dateProblem(text);
      default -> null;
    };
  }

  private static @Nullable String lineProblem(String text) {
    return text.chars().anyMatch(Character::isISOControl)
        ? "must not hold a line break or another control character"
        : null;
  }

  private static @Nullable String addressProblem(String text) {
    String line = lineProblem(text);
    if (line != null) {
      return line;
    }
    return EmailAddress.read(text).isPresent()
        ? null
        : "expected "
            + EMAIL.label
            + ", found "
            + Wording.quoted(text)
            + "; several go into a list";
  }

  private static @Nullable String patternProblem(Pattern pattern, String text, String expected) {
    return pattern.matcher(text).matches()
        ? null
        : "expected " + expected + ", found " + Wording.quoted(text);
  }

  private static @Nullable String dateProblem(String text) {
    try {
      if (text.indexOf('T') < 0) {
        LocalDate.parse(text);
      } else {
        OffsetDateTime.parse(text);
      }
      return null;
    } catch (DateTimeException e) {
      return "expected " + DATE.label + ", found " + Wording.quoted(text);
    }
  }

  static boolean containsExpression(JsonNode value) {
    return value.isTextual() && Template.containsExpression(value.textValue());
  }
}
