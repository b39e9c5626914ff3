package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * The part of a leaf that an index can use: a field's value lies between two doubles.
 *
 * <p>Numbers stand for themselves ({@link Range}). Texts, truth values and null stand for a code: a
 * text for the one the {@link CodeTable} gives it.
 *
 * @param length of a {@link Kind#PREFIX}, else 0
 * @param text to be coded; null if low and high are known
 * @param exact whether the term says all the leaf does
 */
record IndexTerm(
    FieldPath field,
    Kind kind,
    int length,
    @Nullable String text,
    double low,
    double high,
    boolean exact) {

  /** The aspect of a value that a term looks at. */
  enum Kind {
    NUMBER,
    DISCRETE,
    PREFIX
  }

  static final double TRUE = 0;
  static final double FALSE = 1;
  static final double NULL = 2;
  static final int FIRST_WORD = 3;

  static final int MAX_BREADTH = 2;

  private static final int MAX_PREFIX = 16;

  /** The term of a leaf, or null if it has none. */
  static @Nullable IndexTerm of(Node node) {
    if (!(node instanceof Node.Leaf leaf)
        || !(leaf.right() instanceof RightSide.Constant constant)
        || leaf.field().namesMany()
        || leaf.ignoreCase()) {
      return null;
    }
    JsonNode value = constant.value();
    return switch (leaf.operator()) {
      case EQ -> equal(leaf.field(), value);
      case GT, GTE, LT, LTE, BETWEEN -> range(leaf.field(), Range.of(leaf.operator(), value));
      case STARTSWITH -> prefix(leaf.field(), value.textValue());
      default -> null;
    };
  }

  private static @Nullable IndexTerm equal(FieldPath field, JsonNode value) {
    if (value instanceof TextNode) {
      return new IndexTerm(field, Kind.DISCRETE, 0, value.textValue(), 0, 0, true);
    }
    if (value.isBoolean() || value.isNull()) {
      double code = value.isNull() ? NULL : value.booleanValue() ? TRUE : FALSE;
      return new IndexTerm(field, Kind.DISCRETE, 0, null, code, code, true);
    }
    return range(field, Range.of(Operator.EQ, value));
  }

  private static @Nullable IndexTerm range(FieldPath field, @Nullable Range range) {
    return range == null
        ? null
        : new IndexTerm(field, Kind.NUMBER, 0, null, range.low(), range.high(), range.exact());
  }

  private static @Nullable IndexTerm prefix(FieldPath field, String text) {
    if (text.isEmpty()) {
      return null;
    }
    int length = Math.min(text.length(), MAX_PREFIX);
    boolean whole = length == text.length();
    return new IndexTerm(field, Kind.PREFIX, length, text.substring(0, length), 0, 0, whole);
  }

  boolean isPoint() {
    return text != null || low == high;
  }

  /** Lower for terms that fewer values fit. */
  int breadth() {
    return isPoint()
        ? 0
        : Math.abs(low) < Double.MAX_VALUE && high < Double.MAX_VALUE ? 1 : MAX_BREADTH;
  }

  /** Whether another term looks at the same aspect of the same field. */
  boolean isBeside(IndexTerm other) {
    return kind == other.kind && length == other.length && field.equals(other.field);
  }

  /** What fits both this and a term beside it; null if that is no range of numbers. */
  @Nullable IndexTerm and(IndexTerm other) {
    return kind != Kind.NUMBER
        ? null
        : new IndexTerm(
            field,
            kind,
            0,
            null,
            Math.max(low, other.low),
            Math.min(high, other.high),
            exact && other.exact);
  }
}
