package dev.workflow.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

/** Random conditions and data that have enough in common for conditions to hold. */
final class Examples {

  private static final List<String> FIELDS =
      List.of("a", "b", "c", "o.a", "o.b.c", "l.0", "l.*", "m.*.a", "m.1.a", "x.y", "e.*", "o");

  private static final List<String> ANY = List.of("eq", "ne", "contains", "not_contains");
  private static final List<String> SCALAR = List.of("gt", "gte", "lt", "lte");
  private static final List<String> LIST = List.of("in", "not_in");
  private static final List<String> TEXT = List.of("startswith", "endswith");
  private static final List<String> FOLDING =
      List.of("eq", "ne", "in", "not_in", "contains", "not_contains", "startswith", "endswith");

  private static final List<JsonNode> SCALARS =
      List.of(
          IntNode.valueOf(0),
          IntNode.valueOf(1),
          IntNode.valueOf(-3),
          DoubleNode.valueOf(1),
          DoubleNode.valueOf(-0.0),
          DoubleNode.valueOf(0.1),
          DecimalNode.valueOf(new BigDecimal("0.10")),
          DecimalNode.valueOf(new BigDecimal("0.1000000000000000055")),
          LongNode.valueOf(9007199254740992L),
          LongNode.valueOf(9007199254740993L),
          DoubleNode.valueOf(9007199254740992.0),
          BigIntegerNode.valueOf(BigInteger.TWO.pow(70)),
          DoubleNode.valueOf(Math.pow(2, 70)),
          DoubleNode.valueOf(1.5),
          DecimalNode.valueOf(new BigDecimal("1e400")),
          DoubleNode.valueOf(Double.MAX_VALUE),
          TextNode.valueOf(""),
          TextNode.valueOf("a"),
          TextNode.valueOf("ab"),
          TextNode.valueOf("abc"),
          TextNode.valueOf("AB"),
          TextNode.valueOf("1"),
          TextNode.valueOf("straße"),
          TextNode.valueOf("STRASSE"),
          TextNode.valueOf("\uFFFD"),
          TextNode.valueOf("😀"),
          TextNode.valueOf("2026-06-15"),
          TextNode.valueOf("2026-06-14T23:30:00.5Z"),
          TextNode.valueOf("2026-06-15T01:30:00.5+02:00"),
          TextNode.valueOf("2026-06-15T12:00:00"),
          TextNode.valueOf("a prefix longer than the index keeps"),
          BooleanNode.TRUE,
          BooleanNode.FALSE,
          NullNode.getInstance());

  static final EvaluationContext CONTEXT =
      EvaluationContext.of(Instant.parse("2026-06-15T12:00:00Z"), ZoneId.of("Europe/Amsterdam"));

  private final Random random;

  Examples(long seed) {
    this.random = new Random(seed);
  }

  JsonNode data() {
    ObjectNode data = object();
    for (String key : List.of("a", "b", "c")) {
      maybe(data, key, value());
    }
    maybe(data, "x.y", scalar());
    data.set("o", random.nextInt(4) == 0 ? scalar() : inner());
    ArrayNode list = data.putArray("l");
    ArrayNode objects = data.putArray("m");
    for (int i = random.nextInt(3); i > 0; i--) {
      list.add(scalar());
      objects.add(random.nextInt(4) == 0 ? scalar() : inner());
    }
    maybe(data, "e", random.nextBoolean() ? JsonNodeFactory.instance.arrayNode() : scalar());
    return data;
  }

  private ObjectNode inner() {
    ObjectNode inner = object();
    maybe(inner, "a", value());
    maybe(inner, "b.c", scalar());
    ObjectNode b = object();
    maybe(b, "c", scalar());
    maybe(inner, "b", b);
    return inner;
  }

  private void maybe(ObjectNode object, String key, JsonNode value) {
    if (random.nextInt(4) > 0) {
      object.set(key, value);
    }
  }

  EvaluationContext context() {
    return random.nextBoolean() ? CONTEXT : CONTEXT.withPrevious(data());
  }

  JsonNode condition() {
    return condition(3);
  }

  /** What rules mostly look like. */
  JsonNode conjunction() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (int i = random.nextInt(4); i >= 0; i--) {
      list.add(random.nextInt(6) == 0 ? condition(2) : simpleLeaf());
    }
    return object().set("and", list);
  }

  private JsonNode simpleLeaf() {
    return switch (random.nextInt(4)) {
      case 0 ->
          leaf(pick("a", "b", "c", "o.a"), "startswith", TextNode.valueOf(pick("a", "ab", "S")));
      case 1 -> leaf(pick("a", "b", "c", "x.y"), pick("gt", "gte", "lt", "lte"), scalar());
      case 2 -> leaf(pick("a", "b", "c"), "between", list(scalar(), scalar()));
      default -> leaf(pick("a", "b", "c", "o.a", "x.y"), "eq", scalar());
    };
  }

  private JsonNode condition(int depth) {
    int form = depth == 0 ? 3 : random.nextInt(7);
    if (form == 0 || form == 1) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (int i = random.nextInt(4); i > 0; i--) {
        list.add(condition(depth - 1));
      }
      return object().set(form == 0 ? "and" : "or", list);
    }
    if (form == 2) {
      return object().set("not", condition(depth - 1));
    }
    return random.nextInt(20) == 0 ? object() : leaf();
  }

  private JsonNode leaf() {
    String field = pick(FIELDS);
    return switch (random.nextInt(9)) {
      case 0, 1 -> folded(leaf(field, pick(ANY), right(value())));
      case 2 -> leaf(field, pick(SCALAR), right(scalar()));
      case 3 -> folded(leaf(field, pick(LIST), list(scalar(), value(), scalar())));
      case 4 -> folded(leaf(field, pick(TEXT), right(TextNode.valueOf(pick("", "a", "b", "STR")))));
      case 5 -> leaf(field, "between", list(scalar(), scalar()));
      case 6 -> leaf(field, pick("exists", "empty"), BooleanNode.valueOf(random.nextBoolean()));
      case 7 -> momentLeaf(field);
      default -> changeLeaf(field);
    };
  }

  private JsonNode momentLeaf(String field) {
    return switch (random.nextInt(3)) {
      case 0 -> leaf(field, "matches", TextNode.valueOf(pick("a.*", "[0-9]+", "")));
      case 1 ->
          leaf(
              field,
              pick("before", "after"),
              TextNode.valueOf(pick("2026-06-15", "2026-06-14T23:30:00.25Z")));
      default ->
          leaf(field, pick("within_last", "within_next"), TextNode.valueOf(pick("P1D", "PT13H")));
    };
  }

  private JsonNode changeLeaf(String field) {
    String single = field.contains("*") ? "a" : field;
    return random.nextBoolean()
        ? leaf(single, "changed", BooleanNode.valueOf(random.nextBoolean()))
        : leaf(single, pick("changed_to", "changed_from"), right(scalar()));
  }

  private JsonNode right(JsonNode value) {
    return random.nextInt(5) == 0 ? object().put("ref", pick("a", "o.a", "x.y", "l.0")) : value;
  }

  private JsonNode folded(JsonNode leaf) {
    if (random.nextInt(4) == 0 && FOLDING.contains(leaf.get("operator").textValue())) {
      ((ObjectNode) leaf).put("ignore_case", true);
    }
    return leaf;
  }

  private static ObjectNode leaf(String field, String operator, JsonNode value) {
    ObjectNode leaf = object().put("field", field).put("operator", operator);
    leaf.set("value", value);
    return leaf;
  }

  private JsonNode value() {
    return switch (random.nextInt(10)) {
      case 0 -> list(scalar(), scalar());
      case 1 -> object().set("k", scalar());
      default -> scalar();
    };
  }

  JsonNode scalar() {
    return pick(SCALARS);
  }

  private static ArrayNode list(JsonNode... elements) {
    return JsonNodeFactory.instance.arrayNode().addAll(List.of(elements));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private String pick(String... options) {
    return options[random.nextInt(options.length)];
  }

  private <T> T pick(List<T> options) {
    return options.get(random.nextInt(options.size()));
  }
}
