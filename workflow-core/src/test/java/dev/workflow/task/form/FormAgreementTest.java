package dev.workflow.task.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.workflow.Json;
import dev.workflow.Problems;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Forms accept what another implementation of the draft accepts, except where the draft is on the
 * side of forms: 1.0 within an object is 1, and {@code uniqueItems} is for lists.
 */
class FormAgreementTest {

  private static final SchemaRegistry OTHER =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static final List<String> NAMES = List.of("a", "b", "c");

  @Property(tries = 1_000)
  void forms_agree_with_another_implementation(@ForAll long seed) {
    Random random = new Random(seed);
    ObjectNode schema = (ObjectNode) schema(random, 3);
    schema.remove("uniqueItems");
    schema.put("type", "object").put("additionalProperties", true);
    schema.putObject("$defs").set("d", schema(random, 1));
    Problems problems = Problems.none();
    TaskForm form = TaskForm.compile(schema, problems);
    assertThat(problems.list()).as("%s", schema).isEmpty();

    for (int i = 0; i < 20; i++) {
      JsonNode answer = object(random, 3);
      boolean expected = OTHER.getSchema(schema).validate(answer).isEmpty();

      List<?> found = Objects.requireNonNull(form).check(answer).list();

      assertThat(found.isEmpty()).as("%s on %s: %s", schema, answer, found).isEqualTo(expected);
    }
  }

  private static JsonNode schema(Random random, int depth) {
    ObjectNode schema = Json.object();
    int keywords = 1 + random.nextInt(3);
    for (int i = 0; i < keywords; i++) {
      keyword(schema, random, depth);
    }
    if (List.of("properties", "required", "minProperties", "maxProperties", "patternProperties")
            .stream()
            .anyMatch(schema::has)
        || schema.path("type").toString().contains("object")
        || schema.has("dependentRequired")
        || schema.has("propertyNames")) {
      if (!schema.has("additionalProperties")) {
        schema.put("additionalProperties", true);
      }
    }
    if (schema.has("uniqueItems")) {
      schema.put("type", "array"); // the other one compares the fields of objects as well
    }
    return schema;
  }

  private static void keyword(ObjectNode to, Random random, int depth) {
    int kind = random.nextInt(depth > 0 ? 28 : 14);
    switch (kind) {
      case 0 -> to.put("type", type(random));
      case 1 -> to.putArray("type").add("string").add(random.nextBoolean() ? "array" : "object");
      case 2 -> values(to.putArray("enum"), random);
      case 3 -> to.set("const", value(random, 1));
      case 4 -> to.put("minimum", random.nextInt(3));
      case 5 -> to.put("exclusiveMaximum", random.nextInt(3));
      case 6 -> to.put("multipleOf", random.nextBoolean() ? 2 : 1);
      case 7 -> to.put("maxLength", random.nextInt(3)).remove("minLength");
      case 8 -> to.put("minLength", random.nextInt(3)).remove("maxLength");
      case 9 -> to.put("pattern", random.nextBoolean() ? "^a" : "b$");
      case 10 -> to.put("uniqueItems", true);
      case 11 -> to.put("maxItems", random.nextInt(3));
      case 12 -> to.putArray("required").add(name(random));
      case 13 -> to.put("maxProperties", random.nextInt(3));
      case 14, 15, 16 -> {
        ObjectNode properties = to.putObject("properties");
        properties.set(name(random), schema(random, depth - 1));
        properties.set(name(random), schema(random, depth - 1));
      }
      case 17 -> to.set("additionalProperties", sub(random, depth));
      case 18 -> to.putObject("patternProperties").set("[ab]", sub(random, depth));
      case 19 -> to.set("items", sub(random, depth));
      case 20 -> to.putArray("prefixItems").add(sub(random, depth)).add(sub(random, depth));
      case 21 -> {
        to.set("contains", sub(random, depth));
        to.put("minContains", random.nextInt(2)).put("maxContains", 1);
      }
      case 22 -> to.putArray("allOf").add(sub(random, depth)).add(sub(random, depth));
      case 23 -> to.putArray("anyOf").add(sub(random, depth)).add(sub(random, depth));
      case 24 -> to.putArray("oneOf").add(sub(random, depth)).add(sub(random, depth));
      case 25 -> to.set("not", sub(random, depth));
      case 26 -> {
        to.set("if", sub(random, depth));
        to.set("then", sub(random, depth));
        to.set("else", sub(random, depth));
      }
      default -> {
        to.putObject("dependentRequired").putArray(name(random)).add(name(random));
        to.putObject("propertyNames").put("maxLength", 1);
      }
    }
  }

  private static JsonNode sub(Random random, int depth) {
    if (random.nextInt(12) == 0) {
      return Json.array().add(random.nextBoolean()).get(0);
    }
    return schema(random, depth - 1);
  }

  private static void values(ArrayNode to, Random random) {
    JsonNode one = value(random, 1);
    to.add(one);
    to.add(one.isTextual() ? one.textValue() + "x" : "other");
  }

  private static JsonNode value(Random random, int depth) {
    ArrayNode one = Json.array();
    switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> one.add(random.nextInt(4));
      case 1 -> one.add(random.nextInt(4) + 0.5);
      case 2 -> one.add(List.of("", "a", "ab", "b").get(random.nextInt(4)));
      case 3 -> one.add(random.nextBoolean());
      case 4 -> one.add((@Nullable String) null);
      case 5 -> one.add("a");
      case 6 -> {
        ArrayNode list = one.addArray();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
      }
      default -> one.add(object(random, depth));
    }
    return one.get(0);
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode object = Json.object();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.set(name(random), value(random, depth - 1));
    }
    return object;
  }

  private static String name(Random random) {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private static String type(Random random) {
    List<String> types =
        List.of("string", "number", "integer", "boolean", "object", "array", "null");
    return types.get(random.nextInt(types.size()));
  }
}
