package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first half of a condition on a field, see {@link Condition#field}. Its methods are the
 * operators of the JSON form; what they give is parsed like JSON, so that it says and refuses the
 * same.
 *
 * <p>A value is text, a number, a boolean, null, a {@link JsonNode}, {@link Condition#ref another
 * field}, anything else that Jackson makes JSON of, or a point in time or a time span of {@code
 * java.time}, which becomes its ISO-8601 text. Text may hold {@code {{ }}} expressions.
 *
 * <p>Every operator throws {@link InvalidConditionException} if the field or the value cannot be.
 * Immutable and thread-safe.
 */
public final class ConditionOnField {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String field;
  private final boolean ignoresCase;

  ConditionOnField(String field, boolean ignoresCase) {
    this.field = field;
    this.ignoresCase = ignoresCase;
  }

  /** The same for texts whatever their case: {@code "ignore_case": true}. */
  public ConditionOnField ignoringCase() {
    return new ConditionOnField(field, true);
  }

  public Condition eq(@Nullable Object value) {
    return with(Operator.EQ, json(value));
  }

  public Condition ne(@Nullable Object value) {
    return with(Operator.NE, json(value));
  }

  public Condition gt(Object value) {
    return with(Operator.GT, json(value));
  }

  public Condition gte(Object value) {
    return with(Operator.GTE, json(value));
  }

  public Condition lt(Object value) {
    return with(Operator.LT, json(value));
  }

  public Condition lte(Object value) {
    return with(Operator.LTE, json(value));
  }

  /** Both ends included. */
  public Condition between(Object low, Object high) {
    return with(Operator.BETWEEN, list(List.of(low, high)));
  }

  public Condition in(@Nullable Object... values) {
    return with(Operator.IN, list(Arrays.asList(values)));
  }

  public Condition notIn(@Nullable Object... values) {
    return with(Operator.NOT_IN, list(Arrays.asList(values)));
  }

  public Condition contains(@Nullable Object value) {
    return with(Operator.CONTAINS, json(value));
  }

  public Condition notContains(@Nullable Object value) {
    return with(Operator.NOT_CONTAINS, json(value));
  }

  public Condition startsWith(Object value) {
    return with(Operator.STARTSWITH, json(value));
  }

  public Condition endsWith(Object value) {
    return with(Operator.ENDSWITH, json(value));
  }

  /** The whole text, by RE2 syntax. */
  public Condition matches(String pattern) {
    return with(Operator.MATCHES, json(pattern));
  }

  /** It is there and not null. */
  public Condition exists() {
    return with(Operator.EXISTS, BooleanNode.TRUE);
  }

  /** It is missing or null. */
  public Condition isMissing() {
    return with(Operator.EXISTS, BooleanNode.FALSE);
  }

  /** It is missing, null, or an empty text, list or object. */
  public Condition isEmpty() {
    return with(Operator.EMPTY, BooleanNode.TRUE);
  }

  public Condition isNotEmpty() {
    return with(Operator.EMPTY, BooleanNode.FALSE);
  }

  public Condition before(Object time) {
    return with(Operator.BEFORE, json(time));
  }

  public Condition after(Object time) {
    return with(Operator.AFTER, json(time));
  }

  /** A time no longer ago than this: a time span of {@code java.time}, or its ISO-8601 text. */
  public Condition withinLast(Object span) {
    return with(Operator.WITHIN_LAST, json(span));
  }

  /** A time no further ahead than this. */
  public Condition withinNext(Object span) {
    return with(Operator.WITHIN_NEXT, json(span));
  }

  /** It differs from what the event says it was before. */
  public Condition changed() {
    return with(Operator.CHANGED, BooleanNode.TRUE);
  }

  public Condition unchanged() {
    return with(Operator.CHANGED, BooleanNode.FALSE);
  }

  public Condition changedTo(@Nullable Object value) {
    return with(Operator.CHANGED_TO, json(value));
  }

  public Condition changedFrom(@Nullable Object value) {
    return with(Operator.CHANGED_FROM, json(value));
  }

  private Condition with(Operator operator, JsonNode value) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("field", field)
            .put("operator", operator.canonical());
    json.set("value", value);
    if (ignoresCase) {
      json.put("ignore_case", true);
    }
    return Condition.parse(json);
  }

  private static ArrayNode list(Collection<? extends @Nullable Object> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(value -> array.add(json(value)));
    return array;
  }

  private static JsonNode json(@Nullable Object value) {
    if (value instanceof JsonNode node) {
      return node;
    } else if (value instanceof TemporalAccessor || value instanceof TemporalAmount) {
      return TextNode.valueOf(value.toString());
    } else if (value instanceof Collection<?> values) {
      return list(values);
    }
    return value == null ? JsonNodeFactory.instance.nullNode() : MAPPER.valueToTree(value);
  }
}
