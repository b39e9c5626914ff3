package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Pattern;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The compiled test of one leaf. A class, not an interface: the call is the hot one of the package.
 * Immutable and thread-safe.
 */
abstract class Check {

  /** Whether a value of the field passes; the data is there for what the right side reads of it. */
  abstract boolean test(JsonNode value, JsonNode data, EvaluationContext context);

  /** The fastest check for a leaf. */
  static Check compile(FieldPath field, Operator operator, RightSide right, boolean ignoreCase) {
    if (operator.looksBack()) {
      return new Changed(field, operator, right);
    }
    if (!(right instanceof RightSide.Constant constant)) {
      return new General(operator, right, ignoreCase);
    }
    JsonNode value = constant.value();
    Check special =
        switch (operator) {
          case EQ -> equal(value, ignoreCase);
          case NE -> not(equal(value, ignoreCase));
          case IN -> oneOf(value, ignoreCase);
          case NOT_IN -> not(oneOf(value, ignoreCase));
          case GT, GTE, LT, LTE, BETWEEN -> range(operator, value);
          case STARTSWITH, ENDSWITH, CONTAINS -> TextChecks.part(operator, value, ignoreCase);
          case EXISTS -> value.isBoolean() ? new Exists(value.booleanValue()) : null;
          case MATCHES -> new Matches(value.textValue(), ignoreCase);
          case WITHIN_LAST, WITHIN_NEXT -> new Within(operator, value.textValue());
          default -> null;
        };
    return special != null ? special : new General(operator, right, ignoreCase);
  }

  private static @Nullable Check equal(JsonNode value, boolean ignoreCase) {
    if (value instanceof TextNode && !ignoreCase) {
      return new TextChecks.Equal(value.textValue());
    }
    if (value instanceof BooleanNode) {
      return new EqualBoolean(value.booleanValue());
    }
    return range(Operator.EQ, value);
  }

  private static @Nullable Check range(Operator operator, JsonNode value) {
    Range range = Range.of(operator, value);
    return range == null || !range.exact() ? null : new InRange(range, operator, value);
  }

  private static @Nullable Check oneOf(JsonNode list, boolean ignoreCase) {
    Set<String> texts = new HashSet<>();
    for (JsonNode element : list) {
      if (ignoreCase || !(element instanceof TextNode)) {
        return null;
      }
      texts.add(element.textValue());
    }
    return new TextChecks.OneOf(texts);
  }

  private static @Nullable Check not(@Nullable Check check) {
    return check == null ? null : new Negated(check);
  }

  /** Any operator with any right side. */
  private static final class General extends Check {
    private final Operator operator;
    private final RightSide right;
    private final boolean ignoreCase;

    General(Operator operator, RightSide right, boolean ignoreCase) {
      this.operator = operator;
      this.right = right;
      this.ignoreCase = ignoreCase;
    }

    @Override
    boolean test(JsonNode value, JsonNode data, EvaluationContext context) {
      JsonNode expected = right.resolve(data, context);
      if (expected.isArray()) {
        Effort.spend(expected.size());
      }
      return Semantics.holds(operator, value, expected, ignoreCase, context);
    }
  }

  /** Numbers in a range; other numbers than int, double and short decimals take the plain form. */
  private static final class InRange extends Check {
    private final double low;
    private final double high;
    private final Operator operator;
    private final JsonNode expected;

    InRange(Range range, Operator operator, JsonNode expected) {
      this.low = range.low();
      this.high = range.high();
      this.operator = operator;
      this.expected = expected;
    }

    @Override
    boolean test(JsonNode value, JsonNode data, EvaluationContext context) {
      double number;
      if (value instanceof IntNode whole) {
        number = whole.intValue();
      } else if (value instanceof DoubleNode binary) {
        number = binary.doubleValue();
      } else if (value instanceof DecimalNode decimal && Numbers.isShort(decimal.decimalValue())) {
        number = decimal.doubleValue();
      } else {
        return value.isNumber() && Semantics.holds(operator, value, expected, false, context);
      }
      return low <= number && number <= high;
    }
  }

  private static final class EqualBoolean extends Check {
    private final boolean expected;

    EqualBoolean(boolean expected) {
      this.expected = expected;
    }

    @Override
    boolean test(JsonNode value, JsonNode data, EvaluationContext context) {
      return value instanceof BooleanNode actual && actual.booleanValue() == expected;
    }
  }

  private static final class Exists extends Check {
    private final boolean expected;

    Exists(boolean expected) {
      this.expected = expected;
    }

    @Override
    boolean test(JsonNode value, JsonNode data, EvaluationContext context) {
      return Values.isNothing(value) != expected;
    }
  }

  private static final class Matches extends Check {
    private final String text;
    private final boolean ignoreCase;

    /** Held by the cache as long as it has room. */
    private volatile WeakReference<Pattern> pattern = new WeakReference<>(null);

    Matches(String text, boolean ignoreCase) {
      this.text = text;
      this.ignoreCase = ignoreCase;
    }

    @Override
    boolean test(JsonNode value, JsonNode data, EvaluationContext context) {
      if (!(value instanceof TextNode)) {
        return false;
      }
      Pattern compiled = pattern();
      return compiled != null && Patterns.matches(text, ignoreCase, compiled, value.textValue());
    }

    private @Nullable Pattern pattern() {
      Pattern known = pattern.get();
      if (known == null) {
        known = Patterns.shared(text, ignoreCase);
        pattern = new WeakReference<>(known);
      }
      return known;
    }
  }

  private static final class Within extends Check {
    private final Operator operator;
    private final @Nullable Span span;

    Within(Operator operator, String span) {
      this.operator = operator;
      this.span = Span.parse(span);
    }

    @Override
    boolean test(JsonNode value, JsonNode data, EvaluationContext context) {
      return Semantics.within(operator, value, span, context);
    }
  }

  private static final class Negated extends Check {
    private final Check check;

    Negated(Check check) {
      this.check = check;
    }

    @Override
    boolean test(JsonNode value, JsonNode data, EvaluationContext context) {
      return !check.test(value, data, context);
    }
  }

  /** The three operators that compare with the data before. */
  private static final class Changed extends Check {
    private final FieldPath field;
    private final Operator operator;
    private final RightSide right;

    Changed(FieldPath field, Operator operator, RightSide right) {
      this.field = field;
      this.operator = operator;
      this.right = right;
    }

    @Override
    boolean test(JsonNode value, JsonNode data, EvaluationContext context) {
      JsonNode before = context.previous() == null ? value : field.find(context.previous());
      boolean changed = !Values.equal(before, value, false);
      if (operator != Operator.CHANGED && !changed) {
        return false;
      }
      JsonNode expected = right.resolve(data, context);
      return switch (operator) {
        case CHANGED -> expected.isBoolean() && changed == expected.booleanValue();
        case CHANGED_TO -> Values.equal(value, expected, false);
        default -> Values.equal(before, expected, false);
      };
    }
  }
}
