package dev.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Leaves that read fields of the same objects, where keys with dots may hide these objects. */
class SharedObjectsTest {

  private static final List<String> SEGMENTS = List.of("p", "q", "r", "0");

  @Property(tries = 5_000)
  void leavesOfOneObjectSeeWhatEachWouldSeeAlone(@ForAll long seed) {
    Random random = new Random(seed);
    JsonNode json = condition(random, 2);
    Condition condition = Condition.parse(json);
    for (int i = 0; i < 10; i++) {
      JsonNode data = value(random, 3);

      assertThat(condition.test(data, Examples.CONTEXT))
          .as("%s on %s", json, data)
          .isEqualTo(Reference.holds(json, data, Examples.CONTEXT));
    }
  }

  @Test
  void aKeyWithDotsHidesAnObjectFromOneLeafOnly() {
    Condition condition =
        Condition.parse(
            """
            {"and": [
              {"field": "lead.owner.name", "operator": "eq", "value": "A"},
              {"field": "lead.owner.team", "operator": "eq", "value": "B"}]}
            """);

    assertThat(holds(condition, "{'lead': {'owner': {'name': 'A', 'team': 'B'}}}")).isTrue();
    assertThat(holds(condition, "{'lead': {'owner.name': 'A', 'owner': {'team': 'B'}}}")).isTrue();
    assertThat(holds(condition, "{'lead.owner': {'name': 'A'}, 'lead': {'owner': {'team': 'B'}}}"))
        .isFalse();
    assertThat(
            holds(condition, "{'lead.owner.team': 'B', 'lead': {'owner': {'name': 'A'}}, 'x': 1}"))
        .isTrue();
  }

  @Test
  void aKeyThatOnlyBeginsLikeAnObjectHidesNothing() {
    Condition condition =
        Condition.parse(
            """
            {"and": [
              {"field": "lead.name", "operator": "eq", "value": "A"},
              {"field": "lead.team", "operator": "eq", "value": "B"}]}
            """);

    assertThat(holds(condition, "{'leader.name': 'C', 'lead': {'name': 'A', 'team': 'B'}}"))
        .isTrue();
    assertThat(holds(condition, "{'lead.size': 'C', 'lead': {'name': 'A', 'team': 'B'}}")).isTrue();
  }

  private static boolean holds(Condition condition, String data) {
    JsonNode json = ConditionReader.tree(data.replace('\'', '"'));
    return condition.test(json, Examples.CONTEXT);
  }

  private static JsonNode condition(Random random, int depth) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    int form = depth == 0 ? 3 : random.nextInt(5);
    if (form == 2) {
      return json.set("not", condition(random, depth - 1));
    }
    if (form >= 3) {
      String operator = random.nextBoolean() ? "exists" : "eq";
      json.put("field", path(random)).put("operator", operator);
      return operator.equals("eq") ? json.put("value", random.nextInt(2)) : json.put("value", true);
    }
    ArrayNode children = json.putArray(form == 0 ? "and" : "or");
    for (int i = random.nextInt(6); i >= 0; i--) {
      children.add(condition(random, depth - 1));
    }
    return json;
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder("p");
    int length = random.nextInt(20) == 0 ? 8 : 1 + random.nextInt(4);
    while (--length > 0) {
      path.append('.').append(SEGMENTS.get(random.nextInt(SEGMENTS.size())));
    }
    return path.toString();
  }

  private static JsonNode value(Random random, int depth) {
    if (depth == 0 || random.nextInt(8) == 0) {
      return JsonNodeFactory.instance.numberNode(random.nextInt(2));
    }
    if (random.nextInt(6) == 0) {
      return JsonNodeFactory.instance.arrayNode().add(value(random, depth - 1));
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int filler = random.nextInt(3) == 0 ? random.nextInt(30) : 0; filler > 0; filler--) {
      object.put("filler" + filler, filler);
    }
    for (String key : SEGMENTS) {
      if (random.nextInt(3) > 0) {
        object.set(key, value(random, depth - 1));
      }
    }
    for (int dotted = random.nextInt(3) - 1; dotted > 0; dotted--) {
      object.set(path(random), value(random, depth - 1));
    }
    return object;
  }
}
